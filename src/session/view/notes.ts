/** The notes of a room as people see them, and what they may ask for. */
import type { NoteRefusal, NotesView } from '../../notes/notes-view.ts';
export type { NoteAuthorView, NoteRefusal, NoteState, NotesView, NoteView } from '../../notes/notes-view.ts';
export { noteRefusal } from '../../notes/visible-note.ts';

export interface NotesSession {
  /** An immutable snapshot: a new one comes with each change. */
  readonly view: NotesView;
  /** Calls back on each new view, until the signal aborts. */
  onChange(listener: () => void, signal: AbortSignal): void;
  /** To everybody in the room, now and later. @returns why it was refused; undefined when it was taken */
  send(text: string): NoteRefusal | undefined;
  /**
   * Whether the notes are kept in this browser, too; those of before go at once. Rejects with BeamError
   * `storage-blocked`, `storage-failed`, `storage-lost`, `space-short`; then all is as before.
   */
  keep(isKept: boolean): Promise<void>;
}
