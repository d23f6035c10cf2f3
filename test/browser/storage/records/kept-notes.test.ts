import { deleteDB } from 'idb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { MAX_STORED_NOTES } from '../../../../src/protocol/limits.ts';
import { IdbKeptNotes } from '../../../../src/storage/records/idb-kept-notes.ts';
import type { KeptNote, KeptNotes } from '../../../../src/storage/records/kept-notes.ts';
import { MemoryKeptNotes } from '../../../../src/storage/records/memory-kept-notes.ts';
import { TimedKeptNotes } from '../../../../src/storage/timed-kept-notes.ts';

const NAME = `test-notes-${Date.now()}`;
const idb = new IdbKeptNotes(NAME);
afterAll(async () => {
  await idb.close();
  await deleteDB(NAME);
});

const own = (number: number, confirmedBy: readonly string[] = []): KeptNote => ({
  id: `note${number}`,
  text: `text ${number} 한글`,
  atMs: number,
  author: { isOwn: true, isHost: false },
  peer: '',
  confirmedBy,
});
const theirs = (number: number): KeptNote => ({
  ...own(number),
  author: { isOwn: false, isHost: true, peerNumber: 2 },
  peer: 'AAAAAAAAAAAA',
});

const stores: Array<[string, KeptNotes]> = [
  ['IndexedDB', idb],
  ['IndexedDB, with an end to each call', new TimedKeptNotes(idb)],
  ['memory', new MemoryKeptNotes()],
];

describe.each(stores)('kept notes in %s', (_name, notes) => {
  beforeEach(() => notes.sweep());

  test('give back what was put, and undefined for a room of which none are kept', async () => {
    await notes.put('a', [own(1, ['peer']), theirs(2)], 5);
    await notes.put('b', [], 5);
    expect(await notes.get('a')).toEqual([own(1, ['peer']), theirs(2)]);
    expect(await notes.get('b')).toEqual([]);
    expect(await notes.get('c')).toBeUndefined();
    expect((await notes.rooms()).toSorted()).toEqual(['a', 'b']);
  });

  test('take more, and lose nothing that another tab has added', async () => {
    await notes.put('a', [own(1)], 5);
    expect(await notes.update('a', [theirs(3)], 6)).toBe(true);
    expect(await notes.update('a', [own(1, ['peer']), own(2)], 7)).toBe(true);
    await notes.put('a', [own(4)], 8);
    expect(await notes.get('a')).toEqual([own(1, ['peer']), own(2), theirs(3), own(4)]);
  });

  test('lose nothing when two tabs add at the same moment', async () => {
    await notes.put('a', [], 5);
    await Promise.all([1, 2, 3, 4].map((number) => notes.update('a', [own(number)], 6)));
    expect(await notes.get('a')).toHaveLength(4);
  });

  test('of a room that was removed do not come back by what was under way', async () => {
    await notes.put('a', [own(1)], 5);
    await notes.put('b', [own(1)], 5);
    const [, isKept] = await Promise.all([notes.remove('a'), notes.update('a', [own(1), own(2)], 6)]);
    expect(isKept).toBe(false);
    expect(await notes.rooms()).toEqual(['b']);
  });

  test('are bounded', async () => {
    const many = Array.from({ length: MAX_STORED_NOTES + 1 }, (_, number) => own(number));
    await notes.put('a', many, 5);
    expect(await notes.get('a')).toEqual(many.slice(1));
    await notes.update('a', [own(MAX_STORED_NOTES + 1)], 6);
    expect(await notes.get('a')).toHaveLength(MAX_STORED_NOTES);
  });

  test('are swept when they have not changed for long, and all at once', async () => {
    for (const room of ['a', 'b', 'c']) await notes.put(room, [own(1)], 5);
    await notes.update('b', [], 10);
    await notes.sweep(10);
    expect(await notes.rooms()).toEqual(['b']);
    await notes.sweep();
    expect(await notes.rooms()).toEqual([]);
  });
});

test('notes in IndexedDB are there for another page', async () => {
  await idb.put('a', [own(1)], 5);
  await idb.close();
  const again = new IdbKeptNotes(NAME);
  expect(await again.get('a')).toEqual([own(1)]);
  await again.close();
});
