/** The notes of a room, with a browser that keeps them, or does not. */
import { describe, expect, test } from 'vitest';

import { notesKey } from '../../../src/session/own-room.ts';
import { RoomNotes } from '../../../src/session/room-notes.ts';
import type { NotesSession } from '../../../src/session/view/notes.ts';
import type { KeptNotes } from '../../../src/storage/records/kept-notes.ts';
import { MemoryKeptNotes } from '../../../src/storage/records/memory-kept-notes.ts';

const open = (store: KeptNotes | undefined, key = 'room'): RoomNotes =>
  new RoomNotes({
    numberOf: () => undefined,
    onSend: () => {},
    key: async () => key,
    keptNotes: async () => store,
  });

/** The next view for which it holds. */
const viewWith = (session: NotesSession, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const looking = new AbortController();
    session.onChange(() => {
      if (!holds()) return;
      looking.abort();
      resolve();
    }, looking.signal);
  });

const texts = ({ view }: NotesSession): string[] => view.notes.map(({ text }) => text);

describe('N9: notes of a room', () => {
  test('are kept when the person wants that, and shown when the room is opened again, until it is turned off', async () => {
    const store = new MemoryKeptNotes();
    const first = await open(store).session;
    expect(first.view.isKept).toBe(false);
    first.send('one');
    expect(await store.rooms()).toEqual([]);
    await first.keep(true);
    first.send('two');
    await first.keep(true); // behind what was begun
    const second = await open(store).session;
    expect(texts(second)).toEqual(['one', 'two']);
    expect(second.view).toMatchObject({ isKept: true, notes: [{ isEarlier: true }, { isEarlier: true }] });
    await second.keep(false);
    expect(second.view.isKept).toBe(false);
    expect(texts(second)).toEqual(['one', 'two']);
    const third = await open(store).session;
    expect(third.view).toEqual({ notes: [], isKept: false });
  });

  test('of another room, or of who opens the own link in the same browser, are not shown', async () => {
    const store = new MemoryKeptNotes();
    const host = await open(store, notesKey('room', true)).session;
    host.send('one');
    await host.keep(true);
    for (const key of [notesKey('other', true), notesKey('room', false)]) {
      const other = await open(store, key).session;
      expect(other.view).toEqual({ notes: [], isKept: false });
    }
  });

  test.each([
    ['has no database', undefined],
    [
      'cannot read it',
      Object.assign(new MemoryKeptNotes(), { get: () => Promise.reject(new Error('it cannot be read')) }),
    ],
  ])('are there in a browser that %s, and nothing is promised', async (_, store) => {
    const session = await open(store).session;
    expect(session.send('one')).toBeUndefined();
    expect(session.view).toMatchObject({ isKept: undefined, notes: [{ text: 'one' }] });
    await session.keep(true);
    expect(session.view.isKept).toBeUndefined();
  });

  test('are not kept when the room is over: whoever looks is told', async () => {
    const store = new MemoryKeptNotes();
    const notes = open(store);
    const session = await notes.session;
    await session.keep(true);
    const over = viewWith(session, () => session.view.isKept === undefined);
    notes.end();
    await over;
    await session.keep(true);
    expect(texts(await open(store).session)).toEqual([]);
    expect(await store.rooms()).toEqual([]);
  });

  test('have one view until something changes', async () => {
    const session = await open(new MemoryKeptNotes()).session;
    const { view } = session;
    expect(session.view).toBe(view);
    await session.keep(true);
    expect(session.view).not.toBe(view);
  });
});
