/** What is in a room beside the share that its page is about: other shares, and people. */
import type { BeamError } from '../../protocol/errors.ts';
import type { ConnectionView } from './connection.ts';
import type { TakenSession } from './receive.ts';
import type { OfferedSession } from './send.ts';

/** Somebody else in the room, with whom there is a link, or was one. */
export interface PersonView {
  readonly id: string;
  /** What people call them by: 1, 2, 3… as in notes. */
  readonly number: number;
  /** It founded the room. */
  readonly isHost: boolean;
  /** Its link is open. */
  readonly isHere: boolean;
  /** The link with it, or the last that there was. */
  readonly connection: ConnectionView;
}

/** A share of somebody else that was announced beside the first. */
export interface GivenShare {
  /** Stable while the page lives. */
  readonly id: string;
  /**
   * Who announced it first; the host's own are signed by the founding key, whoever passes them on. `number` is undefined
   * of somebody with whom there is no link yet.
   */
  readonly from: { readonly isHost: boolean; readonly number: number | undefined };
  readonly session: TakenSession;
}

/** A share of this person that was added beside the first. */
export interface AddedShare {
  readonly id: string;
  readonly session: OfferedSession;
}

/** Whether those who open a link are connected with each other, and so see each other's address. */
export interface GuestsView {
  /** By the host. */
  readonly areAllowed: boolean;
  /** A guest wants a connection with nobody but the host; undefined at the host. */
  readonly isOnlyHost: boolean | undefined;
}

export interface RoomView {
  /** Of this person, in the order in which they were added. */
  readonly added: readonly AddedShare[];
  /** Of others, in the order in which they were announced. */
  readonly given: readonly GivenShare[];
  readonly people: readonly PersonView[];
  /** Undefined at a guest to whom it does not matter yet. */
  readonly guests: GuestsView | undefined;
  /** What was chosen last is being read. */
  readonly isAdding: boolean;
  /** Why what was chosen last was not added. */
  readonly error: BeamError | undefined;
  /** The room is open, and takes one more. */
  readonly canAdd: boolean;
  /** True while closing the page would interrupt something of these. */
  readonly isBusy: boolean;
}

export interface RoomSession {
  /** An immutable snapshot: a new one comes with each change. What a share does is in its own session. */
  readonly view: RoomView;
  /** Calls back on each new view, until the signal aborts. */
  onChange(listener: () => void, signal: AbortSignal): void;
  /** What goes wrong is in the view. */
  addFiles(files: FileList): void;
  /** Of files, or of a folder. */
  addHandles(handles: readonly FileSystemHandle[]): void;
  /** In the event's own turn of the loop: the entries of a drop are gone afterwards. */
  addTransfer(transfer: DataTransfer): void;
  /** For a guest. */
  setOnlyHost(isOnlyHost: boolean): void;
  /** For the host. */
  allowGuests(areAllowed: boolean): void;
}
