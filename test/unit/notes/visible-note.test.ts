import { describe, expect, test } from 'vitest';

import { isSeen, visibleNote } from '../../../src/notes/visible-note.ts';

describe('N8: a note is shown', () => {
  test.each([
    ['one\r\ntwo\rthree\u2028four\u2029five', 'one\ntwo\nthree\nfour\nfive', 'line ends'],
    ['a\tb\nc', 'a\tb\nc', 'tab and line feed'],
    ['a\0b\x07c\x1b[31md\x7fe\x85f', 'abc[31mdef', 'control characters'],
    ['https://bank.example/\u202Emoc.live//:sptth', 'https://bank.example/moc.live//:sptth', 'an override'],
    ['\u202Aa\u202Bb\u202Cc\u202Dd', 'abcd', 'embeddings'],
    ['\u2066a\u2067b\u2068c\u2069d', 'abcd', 'isolates'],
    ['bank\u200B.example\u2060.evil\uFEFF.test', 'bank.example.evil.test', 'what has no width'],
    ['👩\u200D👧 می\u200Cخواهم \u200Fשלום\u200E', '👩\u200D👧 می\u200Cخواهم \u200Fשלום\u200E', 'joiners and marks'],
    ['\ud83dx', '\uFFFDx', 'half a surrogate pair'],
    ['한국어 😀 é', '한국어 😀 é', 'what can be seen'],
  ])('%j as %j: %s', (text, shown) => {
    expect(visibleNote(text)).toBe(shown);
    expect(visibleNote(shown)).toBe(shown);
  });

  test.each(['', ' ', '\n\t ', '\u3000', '\u3164', '\uFE0F', '\u200D', '\u{E0020}'])('%j shows nothing', (text) => {
    expect(isSeen(visibleNote(text))).toBe(false);
  });

  test.each(['a', '.', '한', '😀', ' x ', '\u{1FADF}', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('%j shows something', (text) => {
    expect(isSeen(visibleNote(text))).toBe(true);
  });
});
