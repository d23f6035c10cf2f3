import { describe, expect, test } from 'vitest';

import { NoteIntake } from '../../../src/notes/note-intake.ts';
import { FRAME_BYTES, notePartsOf, parseNoteMessage } from '../../../src/notes/note-message.ts';
import { LEAST_MESSAGE_BYTES, MAX_NOTE_BYTES, MAX_NOTE_PARTS } from '../../../src/protocol/limits.ts';

const id = 'AAECAwQFBgcICQoLDA0ODw';
const note = { type: 'note', id, part: 0, parts: 1, text: 'hello' } as const;

describe('N1a: a message of notes', () => {
  test('is read, without fields that are not known', () => {
    expect(parseNoteMessage({ ...note, service: 'notes', more: 1 })).toEqual(note);
    expect(parseNoteMessage({ type: 'arrived', id, more: 1 })).toEqual({ type: 'arrived', id });
  });

  test.each([
    ['no id', { id: undefined }],
    ['a short id', { id: id.slice(1) }],
    ['an id of other characters', { id: `${id.slice(1)}+` }],
    ['no part', { part: undefined }],
    ['a part beyond the last', { part: 1 }],
    ['a part before the first', { part: -1 }],
    ['half a part', { part: 0.5, parts: 2 }],
    ['no parts', { parts: 0 }],
    ['parts without end', { parts: MAX_NOTE_PARTS + 1 }],
    ['an empty text', { text: '' }],
    ['no text', { text: 7 }],
    ['half a surrogate pair', { text: 'a\ud83d' }],
    ['the other half', { text: '\ude00a' }],
  ])('is refused with %s', (_, changes) => {
    expect(parseNoteMessage({ ...note, ...changes })).toBeUndefined();
  });

  test('of the largest number of parts is read', () => {
    const last = { ...note, part: MAX_NOTE_PARTS - 1, parts: MAX_NOTE_PARTS };
    expect(parseNoteMessage(last)).toEqual(last);
  });
});

describe('N2: a note in parts', () => {
  const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

  const TEXTS: Readonly<Record<string, string>> = {
    'one letter': 'a',
    'the longest of letters': 'a'.repeat(MAX_NOTE_BYTES),
    'the longest of quotes': '"'.repeat(MAX_NOTE_BYTES),
    'the longest of line feeds': '\n'.repeat(MAX_NOTE_BYTES),
    'the longest of control characters': '\u0001'.repeat(MAX_NOTE_BYTES),
    'the longest of Korean': '한'.repeat(Math.floor(MAX_NOTE_BYTES / 3)),
    'the longest of emoji': '😀'.repeat(MAX_NOTE_BYTES / 4),
    'emoji behind a letter': `a${'😀'.repeat(MAX_NOTE_BYTES / 4 - 1)}`,
    'emoji behind two letters': `ab${'😀'.repeat(MAX_NOTE_BYTES / 4 - 1)}`,
    'emoji behind three letters': `abc${'😀'.repeat(MAX_NOTE_BYTES / 4 - 1)}`,
  };

  test.each(Object.entries(TEXTS))('%s: each message fits, no pair is cut, and it comes back', (_, text) => {
    const parts = notePartsOf(id, text);
    expect(parts.length).toBeLessThanOrEqual(MAX_NOTE_PARTS);
    const intake = new NoteIntake();
    const taken = parts.map((part) => {
      expect(bytesOf({ service: 'notes', ...part })).toBeLessThanOrEqual(LEAST_MESSAGE_BYTES);
      expect(parseNoteMessage({ ...part })).toEqual(part);
      return intake.got(part);
    });
    expect(taken.slice(0, -1).every(({ type }) => type === 'more')).toBe(true);
    expect(taken.at(-1)).toEqual({ type: 'whole', id, text });
  });

  test('what a message has beside its text is no more than what is left for it', () => {
    const empty = { service: 'notes', ...note, part: MAX_NOTE_PARTS - 1, parts: MAX_NOTE_PARTS, text: '' };
    expect(bytesOf(empty)).toBeLessThanOrEqual(FRAME_BYTES);
  });

  const first = { ...note, part: 0, parts: 3 };
  const second = { ...note, part: 1, parts: 3 };

  test.each([
    ['that begins in the middle', [second]],
    ['of which a part is left out', [first, { ...note, part: 2, parts: 3 }]],
    ['of which a part comes twice', [first, second, second]],
    ['that begins again', [first, first]],
    ['of which the number of parts changes', [first, { ...second, parts: 4 }]],
    ['with a part of another between', [first, { ...second, id: id.toLowerCase() }]],
    ['within which another begins', [first, { ...note, id: id.toLowerCase() }]],
  ])('one %s is misbehaviour', (_, parts) => {
    const intake = new NoteIntake();
    const types = parts.map((part) => intake.got(part).type);
    expect(types.slice(0, -1)).not.toContain('bad');
    expect(types.at(-1)).toBe('bad');
  });

  test('one byte more than the most is misbehaviour, as soon as it is there', () => {
    const half = 'x'.repeat(MAX_NOTE_BYTES / 2);
    const intake = new NoteIntake();
    expect(intake.got({ ...first, text: half }).type).toBe('more');
    expect(intake.got({ ...second, text: half }).type).toBe('more');
    expect(intake.got({ ...note, part: 2, parts: 3, text: '.' }).type).toBe('bad');
    expect(new NoteIntake().got({ ...note, text: `${half}${half}.` }).type).toBe('bad');
  });

  test('unfinished notes do not pile up: one can be open, and it is bounded', () => {
    const intake = new NoteIntake();
    expect(intake.got(first).type).toBe('more');
    for (let other = 0; other < 100; other++)
      expect(intake.got({ ...first, id: String(other).padStart(22, 'x') }).type).toBe('bad');
    expect(intake.got(second).type).toBe('more');
  });
});
