/**
 * What the UI sees of a share at work: counts and states, never bytes; and what it may ask for.
 * A view is an immutable snapshot; a new one comes with each `change` event of its session.
 */
import type { BeamError, ErrorCode } from '../protocol/errors.ts';
import type { NameChange } from '../share/names.ts';
import type { LeftOutReason } from '../storage/readable.ts';
import type { ConnectionView } from './connection-view.ts';

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
  | 'other-tab' // the same share is at work in another tab
  | 'files-again' // sender, after a break: the files must be chosen again
  | 'permission-again' // sender, after a break: one click lets the browser read them again
  | 'tab-closed' // receiver: the other tab is gone, and this one may go on
  | 'paused-here' // paused by hand on this side
  | 'receiver-paused' // sender: they have paused it
  | 'sender-paused' // receiver: paused by hand on the other side
  | 'sender-checking' // receiver: the sender's browser reads a file once more before it goes on
  | 'no-progress' // receiver: the sender is there, and no byte comes
  | 'cancelled' // receiver: cancelled by hand, may start again
  | 'stopped' // sender: cancelled by hand, the link is dead
  | 'expired' // sender: the time that it was given is over, the link is dead
  | 'used-up' // sender: as many have it as were to have it, the link is dead
  | 'for-password' // receiver: the sender is away, or the password is not theirs
  | 'folder-dismissed' // receiver: the folder picker was closed without a choice
  | 'place-dismissed' // receiver: the picker for where it goes straight was closed without a choice
  | 'server-away' // the signaling server is not reached, trying again
  | 'receivers-done' // sender: every receiver so far has finished; the link stays good
  | 'handed-over' // receiver, inside of another app: all is here, and whether it was saved cannot be known
  | 'straight' // a remark: larger than what may be kept here, it goes straight to its place
  | 'server-by-http' // a remark: no WebSocket gets through, the server is reached by plain HTTP
  | 'connections-many' // a remark, sender: this browser makes no more connections, and a newcomer was sent away
  | 'address-hidden'; // a remark: connections are made by relays alone, as the person has chosen

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

export interface FileView {
  /** Made safe; '/' between folders. */
  readonly path: string;
  readonly bytes: number;
  /** An empty folder. */
  readonly isFolder?: boolean;
}

/** What a receiver is told about the names of a share. */
export interface NamesView {
  /** The first ones. `was` is to be shown, and nothing else. */
  readonly renamed: readonly { readonly was: string; readonly path: string; readonly why: readonly NameChange[] }[];
  readonly renamedCount: number;
  /** Paths with a name in them that begins with a dot: the first ones. */
  readonly hidden: readonly string[];
  readonly hiddenCount: number;
}

/** What a sender is told about what was chosen and is not shared. */
export interface LeftOutView {
  /** The first ones. */
  readonly items: readonly { readonly path: string; readonly why: LeftOutReason }[];
  readonly count: number;
}

export interface Rate {
  readonly bytesPerSecond: number;
  /** undefined while there is no estimate. */
  readonly secondsLeft: number | undefined;
}

export interface ReceiverView {
  readonly id: string;
  /** 1, 2, 3… in the order of arrival: what people call it by. */
  readonly number: number;
  readonly status: Extract<
    Status,
    'connecting' | 'ready' | 'sending' | 'paused' | 'saving' | 'reconnecting' | 'done' | 'failed'
  >;
  readonly error: ErrorCode | undefined;
  /** Confirmed by the receiver as verified and on its disk. */
  readonly bytesDone: number;
  /** Files that its receipt leaves out. */
  readonly filesLeftOut: number;
  readonly rate: Rate | undefined;
  readonly connection: ConnectionView;
}

/** Files of a share that are not to be had any more: they changed, are gone or cannot be read. */
export interface WithdrawnView {
  readonly files: number;
  /** The first FILES_SHOWN of them. */
  readonly paths: readonly string[];
}

/** How long, and how often, a link may be used. */
export interface TermsView {
  /** Milliseconds since 1970; undefined for no end. */
  readonly expiresMs: number | undefined;
  /** undefined for any number. */
  readonly mostDownloads: number | undefined;
}

/** What a person has to do before a share of earlier goes on. */
export type SourceNeed = 'permission' | 'files';

export interface SendView {
  readonly role: 'sender';
  readonly status: Status;
  readonly note: Note | undefined;
  /** Said besides the status, whatever it is. */
  readonly remarks: readonly Note[];
  readonly error: BeamError | undefined;
  /** The whole URL, token included. */
  readonly link: string;
  readonly amount: Amount;
  /** The first FILES_SHOWN files of the share. */
  readonly files: readonly FileView[];
  /** undefined while there are none. */
  readonly withdrawn: WithdrawnView | undefined;
  /** Undefined where everything is shared. */
  readonly leftOut?: LeftOutView | undefined;
  /** The link can still be opened, now or after the files are found again. */
  readonly isOpen: boolean;
  readonly terms: TermsView;
  readonly hasPassword: boolean;
  /** undefined unless it waits for the person. */
  readonly needs: SourceNeed | undefined;
  /** Of the files that were chosen again some have changed: the others can be shared without them. */
  readonly canShareRest: boolean;
  readonly receivers: readonly ReceiverView[];
  /** 0 to 100, of all receivers at work together; undefined while there is none. */
  readonly percent: number | undefined;
  /** By hand; undefined while there is nothing to pause. */
  readonly isPaused: boolean | undefined;
  /** True while closing the page would interrupt somebody. */
  readonly isBusy: boolean;
}

/**
 * Where the files go. `folder` needs a directory picker, which opens in the click; so may `download`, where it goes
 * straight.
 */
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
  /** undefined while there are none. */
  readonly withdrawn: WithdrawnView | undefined;
  /** Undefined where there is nothing to tell. */
  readonly names?: NamesView | undefined;
  /**
   * What "Download" offers here, best first: ['download'] for one file in no folder (and 'zip' if its name begins with
   * a dot), ['folder', 'zip'] or ['zip'] for several; ['folder'] where nothing can be streamed.
   */
  readonly choices: readonly SaveChoice[];
  readonly bytesDone: number;
  readonly percent: number | undefined;
  readonly rate: Rate | undefined;
  readonly connection: ConnectionView;
  /** By hand, here; undefined while there is nothing to pause. */
  readonly isPaused: boolean | undefined;
  /** The sender may have learned this browser's address from this session. */
  readonly isAddressTold: boolean;
  readonly isBusy: boolean;
}

/** Files of a share that a view carries; the rest are counted. */
export const FILES_SHOWN = 500;

interface SessionEvents<View> {
  readonly view: View;
  /** No byte moves until `resume`; links stay open. */
  pause(): void;
  resume(): void;
  /** Calls back on each new view, until the signal aborts. */
  onChange(listener: () => void, signal: AbortSignal): void;
  /** Somebody looks at the figures of the connection, or no longer does: they are not gathered for nobody. */
  lookClosely(isWanted: boolean): void;
}

export interface SendSession extends SessionEvents<SendView> {
  /** For the address: leads back to it in this browser, and says nothing to anybody else. */
  readonly fragment: string;
  /** Ends the share for everybody; the link is dead. */
  cancel(): void;
  /** Ends it for one receiver. */
  cancelReceiver(id: string): void;
  setTerms(terms: TermsView): void;
  /**
   * Another link, which wants the password: the one without it, or with another, opens nothing any more. Not while
   * somebody takes it.
   */
  setPassword(password: string): void;
  /** To be called in the click: asks the browser for leave to read the files again. */
  goOn(): void;
  /** Goes on without the files that have changed. */
  shareRest(): void;
  /** The files, or some more of them, were chosen again. */
  chooseAgain(files: FileList): void;
  /** The same by a drop or a paste; in the event's own turn. */
  dropAgain(transfer: DataTransfer): void;
  /** The page shows something else, and no link of this is open. */
  leave(): void;
}

export interface ReceiveSession extends SessionEvents<ReceiveView> {
  /** To be called in the click: a folder picker needs it. Never rejects; what goes wrong is in the view. */
  accept(choice: SaveChoice): void;
  /** Stops the transfer and throws away what arrived; or leaves the room when there is none. */
  cancel(): void;
  /**
   * The page shows something else, and this is not busy: leaves the room, and what arrived is kept for another time.
   */
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

/** A share that can go on: one of ours, or one that has not all arrived. */
export interface RecentView {
  readonly role: 'sender' | 'receiver';
  readonly id: string;
  /** Where it goes on: the sender's own address, or the link. */
  readonly fragment: string;
  /** First file's name. */
  readonly name: string;
  readonly amount: Amount;
  /** 0 to 100 of what has arrived; undefined for one of ours. */
  readonly percent: number | undefined;
  readonly sinceMs: number;
}

/**
 * Whether this browser connects by relays alone, so that the other side does not learn its address. It holds for every
 * connection that is made from then on, those under way are made anew; and it stays until it is changed.
 */
export interface RelayChoice {
  readonly isRelayOnly: boolean;
  set(isRelayOnly: boolean): void;
  onChange(listener: () => void, signal: AbortSignal): void;
}

/** The window of another app that this page is shown in. */
export interface Enclosure {
  /** As people call it; undefined when that is not known. */
  readonly app: string | undefined;
  /** What opens the same address in a browser; undefined where it has to be copied. */
  outside(href: string): string | undefined;
}

/** The whole product as the UI sees it: main.ts builds it from the real parts, tests from others. */
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
   * The fragment of a link of ours in a text that was pasted; it may turn out to be no good. undefined when there is
   * none.
   */
  linkIn(text: string): string | undefined;
  /** undefined in a browser. */
  readonly enclosure: Enclosure | undefined;
  /** The person wants to receive inside of the other app all the same. */
  insist(): void;
  /**
   * `fragment` is location.hash. Throws BeamError `link-malformed`, `link-long`, `browser-enclosed`, `password-needed`.
   */
  receive(fragment: string, password?: string): ReceiveSession;
  /** A share of ours from before, by the fragment of its session. Rejects with BeamError `share-unknown`. */
  return(fragment: string): Promise<SendSession>;
  /** Newest first. Never rejects. */
  recent(): Promise<readonly RecentView[]>;
  /** A share of ours is kept no longer: its link is dead. Rejects with BeamError `storage-failed`. */
  forgetSent(id: string): Promise<void>;
  readonly relayChoice: RelayChoice;
  storage(): Promise<StorageView>;
  /** Removes one kept share, or all of them. Rejects with BeamError `storage-failed`. */
  forget(id?: string): Promise<void>;
  /** Calls back when a newer version waits; `apply` reloads into it. The UI offers it, and not during a transfer. */
  onUpdate(listener: (apply: () => void) => void): void;
}
