/** A share as its receiver sees it, and what the receiver may ask for. */
import type { NotesSession } from './notes.ts';
import type { RoomSession } from './room.ts';
import type { ConnectionView } from '../../connection/connection-view.ts';
import type { ChoiceView } from '../../files/fetch/file-selection.ts';
import type { NamesView } from '../../files/fetch/names-view.ts';
import type { SaveChoice } from '../../files/keep/saving.ts';
import type { BeamError } from '../../protocol/errors.ts';
import type { FileRange } from '../../protocol/withdrawal.ts';
import type { NameChange } from '../../storage/sink/safe-names.ts';
import type { Rate } from '../../transfer/watch/rate.ts';
import type { Amount, FileView, Session, WithdrawnView } from './share.ts';
import type { Note, Status } from './status.ts';
export type { ChoiceView, NameChange, NamesView, Rate, SaveChoice };

/** One share of somebody else, wherever it is shown. */
export interface TakenView {
  readonly status: Status;
  readonly note: Note | undefined;
  /** Said besides the status, whatever it is. */
  readonly remarks: readonly Note[];
  readonly error: BeamError | undefined;
  /** undefined until the manifest is here. */
  readonly amount: Amount | undefined;
  readonly files: readonly FileView[];
  /** Undefined where there is nothing to choose from: a single file. */
  readonly choice?: ChoiceView | undefined;
  /** undefined while there are none. */
  readonly withdrawn: WithdrawnView | undefined;
  /** Undefined where there is nothing to tell. */
  readonly names?: NamesView | undefined;
  /**
   * What "Download" offers here, best first: ['download'] for one file in no folder (and 'zip' if its name begins with
   * a dot), ['folder', 'zip'] or ['zip'] for several; ['folder'] where nothing can be streamed.
   */
  readonly choices: readonly SaveChoice[];
  /** Of the files that are taken, as is the percentage. */
  readonly bytesDone: number;
  readonly percent: number | undefined;
  readonly rate: Rate | undefined;
  /** By hand, here; undefined while there is nothing to pause. */
  readonly isPaused: boolean | undefined;
  readonly isBusy: boolean;
  /** Undefined where there is nothing to tell of it: nobody passes it on, and this page has nothing of it yet. */
  readonly swarm?: SwarmView | undefined;
}

/** A share that those who take it pass on to each other. */
export interface SwarmView {
  /** Its sender has an open link with us. */
  readonly isSenderHere: boolean;
  /** Beside the sender, with an open link: they have some of it. */
  readonly holders: number;
  /** Of these, who have all of it. */
  readonly wholes: number;
  /** Its sender lets this page pass it on. Whether it does is the person's choice (UploadChoice.helps). */
  readonly isAllowed: boolean;
  /** It does. */
  readonly isHelping: boolean;
  /** That this page has passed on to others. */
  readonly passedOnBytes: number;
}

/** What a person may ask for of one share of somebody else. */
export interface TakenSession<View extends TakenView = TakenView> extends Session<View> {
  /** To be called in the click: a folder picker needs it. Never rejects; what goes wrong is in the view. */
  accept(choice: SaveChoice): void;
  /**
   * Which files the next `accept` takes: all at first, and all that are left once some are saved. Changes nothing while
   * they are on their way.
   * @param files by their index in the list, empty folders included; both ends belong to the range
   */
  choose(files: FileRange, isChosen: boolean): void;
  /** Stops the transfer and throws away what arrived. */
  cancel(): void;
}

/** The share that a link was opened for, and the room around it. */
export interface ReceiveView extends TakenView {
  readonly role: 'receiver';
  readonly connection: ConnectionView;
  /** The sender may have learned this browser's address from this session. */
  readonly isAddressTold: boolean;
  /** There is more in the room than this share: a note has come, or there is another share. */
  readonly hasMore: boolean;
}

export interface ReceiveSession extends TakenSession<ReceiveView> {
  /** The texts of the room. Rejects where their part of the page cannot be loaded. */
  notes(): Promise<NotesSession>;
  /** What else is in the room. Rejects where its part of the page cannot be loaded. */
  room(): Promise<RoomSession>;
  /** The same, or leaves the room when nothing is under way. */
  cancel(): void;
  /**
   * The page shows something else, and this is not busy: leaves the room, and what arrived is kept for another time.
   */
  leave(): void;
}
