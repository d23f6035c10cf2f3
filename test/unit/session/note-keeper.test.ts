/** Keeping the notes of a room: what is written, and when. */
import { describe, expect, test } from 'vitest';

import { NoteKeeper } from '../../../src/session/note-keeper.ts';
import { BeamError } from '../../../src/protocol/errors.ts';
import type { KeptNote, KeptNotes } from '../../../src/storage/records/kept-notes.ts';
import { MemoryKeptNotes } from '../../../src/storage/records/memory-kept-notes.ts';

const noteOf = (number: number): KeptNote => ({
  id: `note${number}`,
  text: `${number}`,
  atMs: number,
  author: { isOwn: true, isHost: false },
  peer: '',
  confirmedBy: [],
});

/** Says what it was asked for, waits until a test lets it, and fails when it is told to. */
class WatchedNotes implements KeptNotes {
  readonly calls: string[] = [];
  failure: BeamError | undefined;
  ready: Promise<void> = Promise.resolve();
  private readonly notes = new MemoryKeptNotes();

  rooms = () => this.notes.rooms();
  get = (room: string) => this.notes.get(room);
  sweep = () => this.notes.sweep();

  async put(room: string, notes: readonly KeptNote[], nowMs: number): Promise<void> {
    await this.called(`put ${room} ${notes.length}`);
    return this.notes.put(room, notes, nowMs);
  }

  async update(room: string, notes: readonly KeptNote[], nowMs: number): Promise<boolean> {
    await this.called(`update ${room} ${notes.length}`);
    return this.notes.update(room, notes, nowMs);
  }

  async remove(room: string): Promise<void> {
    await this.called(`remove ${room}`);
    return this.notes.remove(room);
  }

  private async called(call: string): Promise<void> {
    this.calls.push(call);
    await this.ready;
    if (this.failure !== undefined) throw this.failure;
  }
}

function keeping(isKept = false) {
  const store = new WatchedNotes();
  const notes: KeptNote[] = [noteOf(1)];
  const states: unknown[] = [];
  const parts = { store, key: 'room', notes: () => notes, dateMs: () => 7, onChange: () => states.push(keeper.isKept) };
  const keeper: NoteKeeper = new NoteKeeper(parts, isKept);
  const wrote = (number: number): void => {
    notes.push(noteOf(number));
    keeper.gotNotes();
  };
  /** All promises that can settle have settled. */
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { store, keeper, states, wrote, settled };
}

describe('notes that are not kept', () => {
  test('are written nowhere', async () => {
    const { store, wrote, settled, keeper } = keeping();
    wrote(2);
    await settled();
    expect(store.calls).toEqual([]);
    expect(keeper.isKept).toBe(false);
  });
});

describe('notes that the person keeps', () => {
  test('are written at once, those of before with them, and with each change', async () => {
    const { store, keeper, states, wrote, settled } = keeping();
    await keeper.keep(true);
    expect(await store.get('room')).toEqual([noteOf(1)]);
    wrote(2);
    await settled();
    expect(await store.get('room')).toEqual([noteOf(1), noteOf(2)]);
    expect(states).toEqual([true]);
  });

  test('are gone at once when that is turned off, and later ones are not written', async () => {
    const { store, keeper, wrote, settled } = keeping();
    await keeper.keep(true);
    wrote(2);
    await keeper.keep(false);
    wrote(3);
    await settled();
    expect(await store.rooms()).toEqual([]);
    expect(store.calls.at(-1)).toBe('remove room');
  });

  test('of several changes the last state is written, and no two at once', async () => {
    const { store, keeper, wrote, settled } = keeping();
    await keeper.keep(true);
    let go = (): void => {};
    store.ready = new Promise((resolve) => (go = resolve));
    for (const number of [2, 3, 4]) wrote(number);
    await settled();
    for (const number of [5, 6]) wrote(number);
    await settled();
    expect(store.calls).toEqual(['put room 1', 'update room 4']);
    go();
    await settled();
    expect(store.calls).toEqual(['put room 1', 'update room 4', 'update room 6']);
  });

  test('that were removed elsewhere stay removed, and the page says so', async () => {
    const { store, keeper, wrote, settled, states } = keeping();
    await keeper.keep(true);
    await store.sweep();
    wrote(2);
    await settled();
    expect(keeper.isKept).toBe(false);
    expect(states).toEqual([true, false]);
    expect(await store.rooms()).toEqual([]);
  });

  test('that the browser does not take are not said to be kept', async () => {
    const { store, keeper, states } = keeping();
    store.failure = new BeamError('space-short');
    await expect(keeper.keep(true)).rejects.toMatchObject({ code: 'space-short' });
    expect(keeper.isKept).toBe(false);
    expect(states).toEqual([true, false]);
  });

  test('that the browser does not remove are not said to be removed', async () => {
    const { store, keeper } = keeping();
    await keeper.keep(true);
    store.failure = new BeamError('storage-failed');
    await expect(keeper.keep(false)).rejects.toMatchObject({ code: 'storage-failed' });
    expect(keeper.isKept).toBe(true);
  });

  test('that could not be written once are written with the next change', async () => {
    const { store, keeper, wrote, settled } = keeping();
    await keeper.keep(true);
    store.failure = new BeamError('storage-failed');
    wrote(2);
    await settled();
    store.failure = undefined;
    wrote(3);
    await settled();
    expect(await store.get('room')).toHaveLength(3);
  });

  test('end with the room, and none are kept after it', async () => {
    const { store, keeper, wrote, settled } = keeping();
    await keeper.keep(true);
    keeper.end();
    wrote(2);
    await keeper.keep(true);
    await settled();
    expect(keeper.isKept).toBeUndefined();
    expect(await store.rooms()).toEqual([]);
  });
});
