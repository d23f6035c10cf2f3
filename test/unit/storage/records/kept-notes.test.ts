/** What is kept of a room's notes when more come: pure. */
import { describe, expect, test } from 'vitest';

import {
  MAX_NOTE_BYTES,
  MAX_NOTE_PEERS,
  MAX_STORED_NOTE_BYTES,
  MAX_STORED_NOTES,
} from '../../../../src/protocol/limits.ts';
import { mergedNotes, type KeptNote } from '../../../../src/storage/records/kept-notes.ts';

const noteOf = (number: number, changes: Partial<KeptNote> = {}): KeptNote => ({
  id: `note${number}`,
  text: `text ${number}`,
  atMs: number,
  author: { isOwn: true, isHost: false },
  peer: '',
  confirmedBy: [],
  ...changes,
});
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const numbers = (notes: readonly KeptNote[]): number[] => notes.map(({ atMs }) => atMs);

describe('notes that are kept', () => {
  test('are those of before and those that came, in order of time, each once', () => {
    const kept = [noteOf(1), noteOf(3, { peer: 'peer' })];
    const merged = mergedNotes(kept, [noteOf(1), noteOf(2), noteOf(3, { peer: 'peer' }), noteOf(3, { peer: 'other' })]);
    expect(merged.map(({ id, peer }) => `${peer} ${id}`)).toEqual([' note1', ' note2', 'peer note3', 'other note3']);
  });

  test('know who has confirmed them, in this tab and in another one, and of no more peers than are remembered', () => {
    const [one] = mergedNotes([noteOf(1, { confirmedBy: ['a', 'b'] })], [noteOf(1, { confirmedBy: ['b', 'c'] })]);
    expect(one?.confirmedBy).toEqual(['a', 'b', 'c']);
    const many = range(0, MAX_NOTE_PEERS + 1).map((number) => `peer${number}`);
    expect(mergedNotes([], [noteOf(1, { confirmedBy: many })])[0]?.confirmedBy).toEqual(many.slice(1));
  });

  test('of a room is bounded in number: the oldest goes, and does not come back', () => {
    const all = range(0, MAX_STORED_NOTES + 3).map((number) => noteOf(number));
    const kept = mergedNotes([], all);
    expect(numbers(kept)).toEqual(range(3, MAX_STORED_NOTES + 3));
    expect(mergedNotes(kept, all)).toEqual(kept);
  });

  test('of a room is bounded in bytes: as many of the oldest go as must', () => {
    const most = MAX_STORED_NOTE_BYTES / MAX_NOTE_BYTES;
    const large = range(0, most).map((number) => noteOf(number, { text: 'x'.repeat(MAX_NOTE_BYTES) }));
    expect(mergedNotes([], large)).toHaveLength(most);
    expect(numbers(mergedNotes(large, [noteOf(most, { text: '한' })]))).toEqual(range(1, most + 1));
  });
});
