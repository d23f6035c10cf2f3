/** The notes of a room as people see them. */

export interface NoteAuthorView {
  readonly isOwn: boolean;
  /** As the list of people counts them; undefined for our own, and for one that is not counted. */
  readonly peerNumber?: number | undefined;
  readonly isHost: boolean;
}

/**
 * How far an own note is. `sending`: on its way to nobody yet, or waiting for somebody to come. `sent`: on its way to
 * everybody here, or at some of them. `arrived`: all who are here have it, or had it before they left. Those of others
 * have arrived.
 */
export type NoteState = 'sending' | 'sent' | 'arrived';

export interface NoteView {
  /** Unlike that of any other in the list. */
  readonly id: string;
  readonly author: NoteAuthorView;
  /** Safe to be shown as text: see visible-note.ts. Lines end with a line feed. */
  readonly text: string;
  readonly state: NoteState;
  /** Of an own note: people who are here now, and how many of them have it. 0 of others' notes. */
  readonly people: number;
  readonly peopleReached: number;
  /** Milliseconds since 1970, by this browser's clock: when it was written or came. */
  readonly atMs: number;
  /** It was kept in this browser when the room was open here before. A guest may have had another number then. */
  readonly isEarlier: boolean;
}

export interface NotesView {
  /** In the order in which they were written here or came. */
  readonly notes: readonly NoteView[];
  /** They are kept in this browser, too; undefined where they cannot be, or where the room is over. */
  readonly isKept: boolean | undefined;
}

/** Why a note was not taken. `many`: the person has written more of them than other peers would take. */
export type NoteRefusal = 'empty' | 'large' | 'many';
