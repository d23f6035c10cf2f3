/**
 * The notes of a link: their code is no part of the first load, and they outlive a room that is left for another key.
 * They are opened when somebody asks for them, or when a peer says something.
 */
import { LazyService } from '../room/lazy-service.ts';
import type { NotesRole, OpenNotes } from './notes-session.ts';
import type { NotesSession } from './view/notes.ts';

/** Major version (SPEC.md, section N). */
const NOTES_VERSION = 1;

export interface RoomNotesRole extends NotesRole {
  /** A note comes, and nobody has asked for the notes yet. */
  onEarly?(): void;
}

export class RoomNotes {
  readonly service: LazyService;
  /** A peer has said something before anybody asked. */
  areThere = false;
  private readonly opened = Promise.withResolvers<OpenNotes>();
  private isOpening = false;
  private readonly role: RoomNotesRole;

  constructor(role: RoomNotesRole) {
    this.role = role;
    const { promise } = this.opened;
    promise.catch(() => {}); // told to whoever asks for it
    this.service = new LazyService(
      'notes',
      NOTES_VERSION,
      promise.then(({ service }) => service),
      () => this.gotEarly(),
    );
  }

  /** Rejects where the code cannot be loaded. */
  get session(): Promise<NotesSession> {
    return this.open().then(({ session }) => session);
  }

  /** The room is over: nothing of it is kept. */
  end(): void {
    this.open()
      .then(({ keeper }) => keeper?.end())
      .catch(() => {}); // there are no notes
  }

  private open(): Promise<OpenNotes> {
    const { opened, role } = this;
    if (!this.isOpening) {
      this.isOpening = true;
      import('./notes-session.ts').then(({ openNotes }) => openNotes(role)).then(opened.resolve, opened.reject);
    }
    return opened.promise;
  }

  private gotEarly(): void {
    void this.open().catch(() => {}); // they are not shown, and the files are there without them
    if (this.areThere) return;
    this.areThere = true;
    this.role.onEarly?.();
  }
}
