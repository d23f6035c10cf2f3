/** The notes of a link: their code is no part of the first load, and they outlive a room that is left for another key. */
import { LazyService } from '../room/lazy-service.ts';
import type { NotesRole, OpenNotes } from './notes-session.ts';
import type { NotesSession } from './view/notes.ts';

/** Major version (SPEC.md, section N). */
const NOTES_VERSION = 1;

export class RoomNotes {
  readonly service: LazyService;
  /** Rejects where the code cannot be loaded. */
  readonly session: Promise<NotesSession>;
  private readonly opening: Promise<OpenNotes>;

  constructor(role: NotesRole) {
    this.opening = import('./notes-session.ts').then(({ openNotes }) => openNotes(role));
    this.session = this.opening.then(({ session }) => session);
    this.session.catch(() => {}); // told to whoever asks for it
    this.service = new LazyService(
      'notes',
      NOTES_VERSION,
      this.opening.then(({ service }) => service),
    );
  }

  /** The room is over: nothing of it is kept. */
  end(): void {
    this.opening.then(({ keeper }) => keeper?.end()).catch(() => {}); // there are no notes
  }
}
