/** The notes of a link: their code is no part of the first load, and they outlive a room that is left for another key. */
import type { PeerId } from '../protocol/messages/room-message.ts';
import { LazyService } from '../room/lazy-service.ts';
import type { NotesSession } from './view/notes.ts';

/** Major version (SPEC.md, section N). */
const NOTES_VERSION = 1;

export class RoomNotes {
  readonly service: LazyService;
  /** Rejects where the code cannot be loaded. */
  readonly session: Promise<NotesSession>;

  /** @param numberOf as people call a peer @param onSend this person writes: it does more than look */
  constructor(numberOf: (peer: PeerId) => number | undefined, onSend: () => void) {
    const loading = import('../notes/notes-service.ts').then(
      ({ NotesService }) => new NotesService({ numberOf, nowMs: () => performance.now(), dateMs: () => Date.now() }),
    );
    this.session = loading.then((notes) => ({
      get view() {
        return notes.view;
      },
      onChange: (listener, signal) => notes.onChange(listener, signal),
      send: (text) => {
        const refusal = notes.send(text);
        if (refusal === undefined) onSend();
        return refusal;
      },
    }));
    this.session.catch(() => {}); // told to whoever asks for it
    this.service = new LazyService('notes', NOTES_VERSION, loading);
  }
}
