/** A share as its sender sees it, and what the sender may ask for. */
import type { NotesSession } from './notes.ts';
import type { RoomSession } from './room.ts';
import type { BeamError } from '../../protocol/errors.ts';
import type { ReceiverView } from '../../files/serve/receiver-view.ts';
import type { SourceNeed } from '../../files/serve/source-search.ts';
import type { LeftOutReason } from '../../storage/source/readable.ts';
import type { Amount, FileView, Session, WithdrawnView } from './share.ts';
import type { Note, Status } from './status.ts';
export type { LeftOutReason, ReceiverView, SourceNeed };

/** What a sender is told about what was chosen and is not shared. */
export interface LeftOutView {
  /** The first ones. */
  readonly items: readonly { readonly path: string; readonly why: LeftOutReason }[];
  readonly count: number;
}

/** How long, and how often, a link may be used. */
export interface TermsView {
  /** Milliseconds since 1970; undefined for no end. */
  readonly expiresMs: number | undefined;
  /** undefined for any number. */
  readonly mostDownloads: number | undefined;
}

/** One share of this person, wherever it is shown. */
export interface OfferedView {
  readonly status: Status;
  readonly note: Note | undefined;
  readonly error: BeamError | undefined;
  readonly amount: Amount;
  /** The first FILES_SHOWN files of the share. */
  readonly files: readonly FileView[];
  /** undefined while there are none. */
  readonly withdrawn: WithdrawnView | undefined;
  /** Undefined where everything is shared. */
  readonly leftOut?: LeftOutView | undefined;
  /** It can still be taken, now or after the files are found again. */
  readonly isOpen: boolean;
  /** undefined unless it waits for the person. */
  readonly needs: SourceNeed | undefined;
  /** Of the files that were chosen again some have changed: the others can be shared without them. */
  readonly canShareRest: boolean;
  /** Those who have looked at it, or take it. */
  readonly receivers: readonly ReceiverView[];
  /** 0 to 100, of all receivers at work together; undefined while there is none. */
  readonly percent: number | undefined;
  /** By hand; undefined while there is nothing to pause. */
  readonly isPaused: boolean | undefined;
  /** True while closing the page would interrupt somebody. */
  readonly isBusy: boolean;
  /** Undefined until receivers have given each other something of it. */
  readonly swarm?: GaveView | undefined;
}

/** Who gave the bytes of a share that receivers pass on to each other. */
export interface GaveView {
  /** That left here, in frames of blocks. */
  readonly ownBytes: number;
  /** That receivers have, and did not get from here. */
  readonly othersBytes: number;
}

/** What a person may ask for of one share of their own. */
export interface OfferedSession<View extends OfferedView = OfferedView> extends Session<View> {
  /** Ends the share for everybody. */
  cancel(): void;
  /** Ends it for one receiver. */
  cancelReceiver(id: string): void;
  /** To be called in the click: asks the browser for leave to read the files again. */
  goOn(): void;
  /** Goes on without the files that have changed. */
  shareRest(): void;
  /** The files, or some more of them, were chosen again. */
  chooseAgain(files: FileList): void;
  /** The same by a drop or a paste; in the event's own turn. */
  dropAgain(transfer: DataTransfer): void;
}

/** The share that a link was made for, and the room around it. A link may be made for what others give. */
export interface SendView extends OfferedView {
  readonly role: 'sender';
  /** Said besides the status, whatever it is. */
  readonly remarks: readonly Note[];
  /** The whole URL, token included. */
  readonly link: string;
  readonly terms: TermsView;
  readonly hasPassword: boolean;
  /** Nothing of this person's was in the room at first: it asks for files, or begins with a note. `amount` is zero. */
  readonly isEmpty: boolean;
}

export interface SendSession extends OfferedSession<SendView> {
  /** For the address: leads back to it in this browser, and says nothing to anybody else. */
  readonly fragment: string;
  /** The texts of the room. Rejects where their part of the page cannot be loaded. */
  notes(): Promise<NotesSession>;
  /** What else is in the room. Rejects where its part of the page cannot be loaded. */
  room(): Promise<RoomSession>;
  /** Ends the room for everybody; the link is dead. */
  cancel(): void;
  setTerms(terms: TermsView): void;
  /**
   * Another link, which wants the password: the one without it, or with another, opens nothing any more. Not while
   * somebody takes it.
   */
  setPassword(password: string): void;
  /** The page shows something else, and no link of this is open. */
  leave(): void;
}
