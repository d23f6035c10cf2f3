import { describe, expect, test } from 'vitest';

import { DIRECTORY_TYPE, type ManifestFile } from '../../../../src/protocol/manifest.ts';
import { FileSource } from '../../../../src/storage/source/file-source.ts';
import { sameFiles } from '../../../../src/storage/source/same-files.ts';

const file = (path: string, text: string, mtimeMs = 5) => ({
  path,
  file: new File([text], path, { lastModified: mtimeMs }),
});
const wanted: readonly ManifestFile[] = [
  { path: 'b/1.txt', size: 3, type: 'text/x-old', mtimeMs: 5 },
  { path: 'a.txt', size: 2, type: '', mtimeMs: 5 },
];

describe('files that were chosen again', () => {
  test('are taken in the order of the list; what is not on it is left out', () => {
    const picked = [file('a.txt', 'aa'), file('new.txt', 'new'), file('b/1.txt', 'bbb')];
    expect(sameFiles(wanted, picked).files.map((each) => each?.path)).toEqual(['b/1.txt', 'a.txt']);
  });

  test.each([
    ['another size', file('a.txt', 'aaa')],
    ['another time', file('a.txt', 'aa', 6)],
  ])('%s is a change, and it is named beside what is missing', (_, changed) => {
    expect(sameFiles(wanted, [changed])).toEqual({
      files: [undefined, undefined],
      changed: ['a.txt'],
      missing: ['b/1.txt'],
    });
  });

  test('an empty folder need not be chosen again: an input does not show it', () => {
    const folder = { path: 'empty', size: 0, type: DIRECTORY_TYPE, mtimeMs: 0 };
    expect(
      sameFiles([folder, ...wanted], [file('a.txt', 'aa'), file('b/1.txt', 'bbb')]).files.map((each) => [
        each?.path,
        each?.isFolder,
      ]),
    ).toEqual([
      ['empty', true],
      ['b/1.txt', undefined],
      ['a.txt', undefined],
    ]);
  });

  test('what is missing is named', () => {
    expect(sameFiles(wanted, [file('a.txt', 'aa')])).toMatchObject({ changed: [], missing: ['b/1.txt'] });
  });

  test('of two with one path the later counts', () => {
    const [, a] = sameFiles(wanted, [file('a.txt', 'old!'), file('b/1.txt', 'bbb'), file('a.txt', 'aa')]).files;
    expect(a?.file.size).toBe(2);
  });

  test('are read under the list as it was, whatever the browser calls their type now', async () => {
    const source = new FileSource(sameFiles(wanted, [file('a.txt', 'aa'), file('b/1.txt', 'bbb')]).files, wanted);
    expect(source.files).toBe(wanted);
    expect(source.bytes).toBe(5);
    expect(await source.read(2, 3)).toEqual({ type: 'bytes', bytes: new TextEncoder().encode('baa') });
  });
});
