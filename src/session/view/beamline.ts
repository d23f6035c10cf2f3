import type { RelayChoice } from '../../connection/relay-choice.ts';
import type { UploadChoice } from '../../files/serve/upload-choice.ts';
import type { BeamError } from '../../protocol/errors.ts';
import type { ReceiveSession } from './receive.ts';
import type { SendSession } from './send.ts';
import type { RecentView, StorageView } from './storage.ts';
export type { RelayChoice, UploadChoice };

/** The window of another app that this page is shown in. */
export interface Enclosure {
  /** As people call it; undefined when that is not known. */
  readonly app: string | undefined;
  /** What opens the same address in a browser; undefined where it has to be copied. */
  outside(href: string): string | undefined;
}

/** The whole product as the UI sees it: main/compose.ts builds it from the real parts, tests from others. */
export interface Beamline {
  /**
   * Why nothing can be sent or received in this browser, which the sessions' starts reject with as well; undefined when
   * nothing is missing. Never rejects.
   */
  readonly lack: Promise<BeamError | undefined>;
  /** Must be called in the event's own turn of the loop: the entries of a drop are gone afterwards. */
  shareTransfer(transfer: DataTransfer): Promise<SendSession>;
  /** Rejects with BeamError `source-empty`, `source-large` or `source-unreadable`, and so do the others. */
  shareFiles(files: FileList): Promise<SendSession>;
  /** Of files, or of a folder. */
  shareHandles(handles: readonly FileSystemHandle[]): Promise<SendSession>;
  /**
   * A room with nothing in it yet: its link asks for files. @param text the first note in it. Rejects with BeamError
   * `browser-unsupported`.
   */
  openRoom(text?: string): Promise<SendSession>;
  /**
   * The fragment of a link of ours in a text that was pasted; it may turn out to be no good. undefined when there is
   * none.
   */
  linkIn(text: string): string | undefined;
  /** undefined in a browser. */
  readonly enclosure: Enclosure | undefined;
  /** The person wants to receive inside of the other app all the same. */
  insist(): void;
  /**
   * `fragment` is location.hash. Rejects with BeamError `link-malformed`, `link-long`, `browser-enclosed`,
   * `password-needed`.
   */
  receive(fragment: string, password?: string): Promise<ReceiveSession>;
  /** A share of ours from before, by the fragment of its session. Rejects with BeamError `share-unknown`. */
  return(fragment: string): Promise<SendSession>;
  /** Newest first. Never rejects. */
  recent(): Promise<readonly RecentView[]>;
  /** A share of ours is kept no longer: its link is dead. Rejects with BeamError `storage-failed`. */
  forgetSent(id: string): Promise<void>;
  readonly relayChoice: RelayChoice;
  readonly uploadChoice: UploadChoice;
  storage(): Promise<StorageView>;
  /** Removes one kept share, or all of them and all kept notes. Rejects with BeamError `storage-failed`. */
  forget(id?: string): Promise<void>;
  /** Calls back when a newer version waits; `apply` reloads into it. The UI offers it, and not during a transfer. */
  onUpdate(listener: (apply: () => void) => void): void;
}
