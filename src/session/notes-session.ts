/** The notes of a room, with what this browser keeps of them. Its code is loaded by room-notes.ts. */
import { NotesService } from '../notes/notes-service.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { KeptNote, KeptNotes } from '../storage/records/kept-notes.ts';
import { NoteKeeper } from './note-keeper.ts';
import type { NotesSession, NotesView } from './view/notes.ts';

export interface NotesRole {
  /** As people call a peer. */
  numberOf(peer: PeerId): number | undefined;
  /** This person writes: it does more than look. */
  onSend(): void;
  /** What the notes are kept under (notesKey). */
  key(): Promise<string>;
  /** Undefined where this browser keeps nothing. */
  keptNotes(): Promise<KeptNotes | undefined>;
}

export interface OpenNotes {
  readonly service: NotesService;
  readonly session: NotesSession;
  readonly keeper: NoteKeeper | undefined;
}

interface Place {
  readonly store: KeptNotes;
  readonly key: string;
  readonly kept: readonly KeptNote[] | undefined;
}

const dateMs = (): number => Date.now();

/** With the notes of before, if some are kept. What cannot be read is not there. */
export async function openNotes(role: NotesRole): Promise<OpenNotes> {
  const place = await placeOf(role).catch(() => undefined);
  const service = new NotesService({
    numberOf: (peer) => role.numberOf(peer),
    nowMs: () => performance.now(),
    dateMs,
    kept: place?.kept,
  });
  const listeners = new Set<() => void>();
  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const notes = () => service.kept;
  const keeper = place && new NoteKeeper({ ...place, notes, dateMs, onChange: announce }, place.kept !== undefined);
  const gotNotes = (): void => {
    keeper?.gotNotes();
    announce();
  };
  service.onChange(gotNotes, new AbortController().signal);
  return { service, keeper, session: sessionOf(role, service, keeper, listeners) };
}

async function placeOf(role: NotesRole): Promise<Place | undefined> {
  const [store, key] = await Promise.all([role.keptNotes(), role.key()]);
  return store && { store, key, kept: await store.get(key) };
}

function sessionOf(
  role: NotesRole,
  service: NotesService,
  keeper: NoteKeeper | undefined,
  listeners: Set<() => void>,
): NotesSession {
  let last: NotesView | undefined;
  return {
    get view() {
      const { notes } = service;
      const isKept = keeper?.isKept;
      if (last?.notes !== notes || last.isKept !== isKept) last = { notes, isKept };
      return last;
    },
    onChange(listener, signal) {
      if (signal.aborted) return;
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
    send(text) {
      const refusal = service.send(text);
      if (refusal === undefined) role.onSend();
      return refusal;
    },
    keep: async (isKept) => keeper?.keep(isKept),
  };
}
