/**
 * What the UI sees of a share at work: counts and states, never bytes; and what it may ask for.
 * A view is an immutable snapshot; a new one comes with each `change` event of its session.
 */
import type { Path } from '../connection/path.ts';
import type { BeamError, ErrorCode } from '../protocol/errors.ts';

/** First word of the status line (ui/strings has the words in each language). */
export type Status =
  | 'waiting'
  | 'connecting'
  | 'ready'
  | 'receiving'
  | 'sending'
  | 'saving'
  | 'paused'
  | 'reconnecting'
  | 'done'
  | 'failed';

/** What follows the first word, where there is more to say than the status. Each has its text in ui/strings. */
export type Note =
  | 'for-receiver' // sender: nobody has opened the link yet
  | 'for-sender' // receiver: the sender is not in the room
  | 'for-accept' // sender: someone is looking at the list
  | 'cancelled' // receiver: cancelled by hand, may start again
  | 'stopped' // sender: cancelled by hand, the link is dead
  | 'folder-dismissed' // receiver: the folder picker was closed without a choice
  | 'server-away' // the signaling server is not reached, trying again
  | 'receivers-done' // sender: every receiver so far has finished; the link stays good
  | 'server-by-http'; // a remark: no WebSocket gets through, the server is reached by plain HTTP

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

export interface FileView {
  /** Made safe; '/' between folders. */
  readonly path: string;
  readonly bytes: number;
}

/** How the bytes of one peer link travel. */
export type PathView = Path;

export interface Rate {
  readonly bytesPerSecond: number;
  /** undefined while there is no estimate. */
  readonly secondsLeft: number | undefined;
}

/** Stages of a connection, in order. */
export type Stage = 'signaling' | 'connecting' | 'securing' | 'communicating';

export interface ConnectionView {
  readonly stage: Stage;
  readonly path: PathView | undefined;
}

export interface ReceiverView {
  readonly id: string;
  /** 1, 2, 3… in the order of arrival: what people call it by. */
  readonly number: number;
  readonly status: Extract<Status, 'connecting' | 'ready' | 'sending' | 'saving' | 'reconnecting' | 'done' | 'failed'>;
  readonly error: ErrorCode | undefined;
  /** Confirmed by the receiver as verified and on its disk. */
  readonly bytesDone: number;
  readonly rate: Rate | undefined;
  readonly connection: ConnectionView;
}

export interface SendView {
  readonly role: 'sender';
  readonly status: Status;
  readonly note: Note | undefined;
  /** Said besides the status, whatever it is. */
  readonly remarks: readonly Note[];
  readonly error: BeamError | undefined;
  /** The whole URL, token included; undefined for the few milliseconds until the key is made. */
  readonly link: string | undefined;
  readonly amount: Amount;
  /** The first FILES_SHOWN files of the share. */
  readonly files: readonly FileView[];
  readonly receivers: readonly ReceiverView[];
  /** 0 to 100, of all receivers at work together; undefined while there is none. */
  readonly percent: number | undefined;
  /** True while closing the page would interrupt somebody. */
  readonly isBusy: boolean;
}

/** Where the finished files go. `folder` needs a directory picker, which opens in the click. */
export type SaveChoice = 'download' | 'folder' | 'zip';

export interface ReceiveView {
  readonly role: 'receiver';
  readonly status: Status;
  readonly note: Note | undefined;
  /** Said besides the status, whatever it is. */
  readonly remarks: readonly Note[];
  readonly error: BeamError | undefined;
  /** undefined until the manifest is here. */
  readonly amount: Amount | undefined;
  readonly files: readonly FileView[];
  /** What "Download" offers here, best first: ['download'] for one file, ['folder', 'zip'] or ['zip'] for several. */
  readonly choices: readonly SaveChoice[];
  readonly bytesDone: number;
  readonly percent: number | undefined;
  readonly rate: Rate | undefined;
  readonly connection: ConnectionView;
  readonly isBusy: boolean;
}

/** Files of a share that a view carries; the rest are counted. */
export const FILES_SHOWN = 500;

interface SessionEvents<View> {
  readonly view: View;
  /** Calls back on each new view, until the signal aborts. */
  onChange(listener: () => void, signal: AbortSignal): void;
}

export interface SendSession extends SessionEvents<SendView> {
  /** Ends the share for everybody; the link is dead. */
  cancel(): void;
  /** Ends it for one receiver. */
  cancelReceiver(id: string): void;
}

export interface ReceiveSession extends SessionEvents<ReceiveView> {
  /** To be called in the click: a folder picker needs it. Never rejects; what goes wrong is in the view. */
  accept(choice: SaveChoice): void;
  /** Stops the transfer and throws away what arrived; or leaves the room when there is none. */
  cancel(): void;
  /** The page shows something else, and this is not busy: leaves the room, and what arrived is kept for another time. */
  leave(): void;
}

/** One share whose received bytes are kept in this browser. */
export interface KeptView {
  readonly id: string;
  /** First file's name. */
  readonly name: string;
  readonly amount: Amount;
  readonly bytesKept: number;
  readonly isFinished: boolean;
  readonly sinceMs: number;
}

export interface StorageView {
  readonly kept: readonly KeptView[];
  readonly usedBytes: number;
  readonly freeBytes: number | undefined;
}

/** The whole product as the UI sees it: main.ts builds it from the real parts, tests from others. */
export interface Beamline {
  /** Must be called in the event's own turn of the loop: the entries of a drop are gone afterwards. */
  shareTransfer(transfer: DataTransfer): Promise<SendSession>;
  /** Rejects with BeamError `source-empty` or `source-large`, and so does shareTransfer. */
  shareFiles(files: FileList): Promise<SendSession>;
  /** `fragment` is location.hash. Throws BeamError `link-malformed`. */
  receive(fragment: string): ReceiveSession;
  storage(): Promise<StorageView>;
  /** Removes one kept share, or all of them. Rejects with BeamError `storage-failed`. */
  forget(id?: string): Promise<void>;
  /** Calls back when a newer version waits; `apply` reloads into it. The UI offers it, and not during a transfer. */
  onUpdate(listener: (apply: () => void) => void): void;
}
