import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseSenderMessage } from '../../../src/protocol/messages/control-message.ts';
import {
  BLOCK_BYTES,
  LEAST_MESSAGE_BYTES,
  MANIFEST_PAGE_CHARS,
  MAX_CONTROL_CHARS,
  MAX_FILES,
  MAX_MANIFEST_BYTES,
  MAX_PATH_CHARS,
  MAX_SHARE_BYTES,
} from '../../../src/protocol/limits.ts';
import {
  blockCount,
  blockLength,
  countFiles,
  DIRECTORY_TYPE,
  encodeManifestPages,
  isDirectory,
  parseManifestHead,
  parseManifestPage,
  type ManifestFile,
} from '../../../src/protocol/manifest.ts';

const file = (path: string, size = 1): ManifestFile => ({ path, size, type: 'text/plain', mtimeMs: 1_700_000_000_000 });
const head = { files: 2, bytes: 3, pages: 1, pageBytes: 100, sha256: 'a'.repeat(43) };

describe('M4a: pages', () => {
  test('every list comes back as it went, and each page fits into a control message', () => {
    const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 400 }), (paths) => {
        const files = paths.map((path) => file(path));
        const pages = encodeManifestPages(files);
        for (const text of pages)
          expect(
            new TextEncoder().encode(JSON.stringify({ type: 'page', page: MAX_FILES, text })).length,
          ).toBeLessThanOrEqual(LEAST_MESSAGE_BYTES);
        for (const [page, text] of pages.entries())
          expect(parseSenderMessage(JSON.stringify({ type: 'page', page, text }))).toBeDefined();
        expect(pages.flatMap((text) => parseManifestPage(text))).toEqual(files);
      }),
      { numRuns: 60, seed: 20261120 },
    );
  });

  test('the most wasteful names there are still fit', () => {
    for (const character of ['"', '\\', '\u0001', '\ud800', '한', '\u{1F600}']) {
      const path = character.repeat(MAX_PATH_CHARS / character.length);
      const files = Array.from({ length: 40 }, () => ({ ...file(path, MAX_SHARE_BYTES), type: '\u0001'.repeat(255) }));
      for (const text of encodeManifestPages(files)) {
        const message = JSON.stringify({ type: 'page', page: MAX_FILES, text });
        expect(message.length).toBeLessThanOrEqual(MAX_CONTROL_CHARS);
        expect(new TextEncoder().encode(message).length).toBeLessThanOrEqual(LEAST_MESSAGE_BYTES);
      }
    }
  });

  test('200,000 files make pages of about the same size', () => {
    const pages = encodeManifestPages(Array.from({ length: 200_000 }, (_, index) => file(`folder/${index}.txt`)));
    expect(pages.length).toBeLessThan((200_000 * 60) / MANIFEST_PAGE_CHARS);
  });
});

describe('M7: empty folders', () => {
  test('come back as they went, and are no files', () => {
    const files = [file('a'), { path: 'b/c', size: 0, type: DIRECTORY_TYPE, mtimeMs: 0 }];
    expect(parseManifestPage(encodeManifestPages(files)[0] ?? '')).toEqual(files);
    expect(files.map(isDirectory)).toEqual([false, true]);
    expect(countFiles(files)).toBe(1);
  });
});

describe('M2: head', () => {
  test('a good one is taken', () => expect(parseManifestHead({ ...head, extra: 1 })).toEqual(head));

  test.each([
    ['no files', { files: 0, pages: 0 }],
    ['too many files', { files: MAX_FILES + 1 }],
    ['half a file', { files: 1.5 }],
    ['2^60 bytes', { bytes: 2 ** 60 }],
    ['too many bytes', { bytes: MAX_SHARE_BYTES + 1 }],
    ['negative bytes', { bytes: -1 }],
    ['more pages than files', { pages: 3 }],
    ['pages without end', { pageBytes: MAX_MANIFEST_BYTES + 1 }],
    ['a hash that is none', { sha256: 'x' }],
    ['a number that is a text', { bytes: '3' }],
  ])('%s is refused', (_, change) => expect(parseManifestHead({ ...head, ...change })).toBeUndefined());

  test.each([null, 1, 'x', []])('%j is refused', (value) => expect(parseManifestHead(value)).toBeUndefined());
});

describe('M5: entries', () => {
  test.each([
    ['no JSON', '['],
    ['an object', '{}'],
    ['too few fields', '[["a",1,""]]'],
    ['too many fields', '[["a",1,"",0,0]]'],
    ['an empty path', '[["",1,"",0]]'],
    ['a path without end', JSON.stringify([['a'.repeat(MAX_PATH_CHARS + 1), 1, '', 0]])],
    ['a negative size', '[["a",-1,"",0]]'],
    ['a size that is no number', '[["a","1","",0]]'],
    ['a size of 1e300', '[["a",1e300,"",0]]'],
    ['a time that is no number', '[["a",1,"",null]]'],
    ['an empty folder with bytes', '[["a",1,"inode/directory",0]]'],
    ['a type without end', JSON.stringify([['a', 1, 'x'.repeat(256), 0]])],
  ])('%s is refused', (_, text) => expect(parseManifestPage(text)).toBeUndefined());
});

describe('blocks of a stream', () => {
  test.each([
    [0, 0, undefined],
    [1, 1, 1],
    [BLOCK_BYTES - 1, 1, BLOCK_BYTES - 1],
    [BLOCK_BYTES, 1, BLOCK_BYTES],
    [BLOCK_BYTES + 1, 2, 1],
  ])('%i bytes are %i blocks', (bytes, count, last) => {
    expect(blockCount(bytes)).toBe(count);
    if (last !== undefined) expect(blockLength(bytes, count - 1)).toBe(last);
  });
});
