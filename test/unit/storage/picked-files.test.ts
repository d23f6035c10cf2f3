/** What real folders in a browser's test do not show: errors, odd lists, and too much. */
import { describe, expect, test } from 'vitest';

import { MAX_FILES, MAX_SHARE_BYTES } from '../../../src/protocol/limits.ts';
import { pickedFromList, pickedFromTransfer } from '../../../src/storage/picked-files.ts';

const fileOf = (name: string, size = 1, webkitRelativePath = ''): File => ({ name, size, webkitRelativePath }) as File;
const listOf = (...files: File[]): FileList => files as unknown as FileList;

const entryOf = (fullPath: string, file: File | Error): FileSystemEntry =>
  ({
    fullPath, isDirectory: false, isFile: true,
    file: (resolve: (file: File) => void, reject: (error: Error) => void) => (file instanceof Error ? reject(file) : resolve(file)),
  }) as unknown as FileSystemEntry;

/** Gives its entries in these portions. */
const folderOf = (fullPath: string, ...portions: Array<FileSystemEntry[] | Error>): FileSystemEntry =>
  ({
    fullPath, isDirectory: true, isFile: false,
    createReader: () => {
      const rest = [...portions];
      return {
        readEntries: (resolve: (entries: FileSystemEntry[]) => void, reject: (error: Error) => void) => {
          const next = rest.shift() ?? [];
          if (next instanceof Error) reject(next);
          else resolve(next);
        },
      };
    },
  }) as unknown as FileSystemEntry;

interface Item {
  readonly kind: string;
  readonly entry?: FileSystemEntry;
  readonly file?: File;
}

/** A transfer that is empty as soon as its event is over. */
function transferOf(...items: Item[]): DataTransfer {
  let isOver = false;
  queueMicrotask(() => (isOver = true));
  const take = <Value>(value: Value | undefined): Value | null => (isOver ? null : (value ?? null));
  return {
    items: items.map(({ kind, entry, file }) => ({ kind, webkitGetAsEntry: () => take(entry), getAsFile: () => take(file) })),
  } as unknown as DataTransfer;
}

describe('a drop', () => {
  test('is taken in its own turn, whatever is in it', async () => {
    const picked = await pickedFromTransfer(
      transferOf(
        { kind: 'string' },
        { kind: 'file', entry: folderOf('/b', [entryOf('/b/2', fileOf('2'))], [entryOf('/b/10', fileOf('10'))], [folderOf('/b/empty')]) },
        { kind: 'file', file: fileOf('image.png') },
        { kind: 'file', entry: entryOf('/a', fileOf('a')) },
        { kind: 'file' },
      ),
    );
    expect(picked.map(({ path }) => path)).toEqual(['a', 'b/2', 'b/10', 'image.png']);
  });

  test('of empty folders is source-empty', async () => {
    const dropped = pickedFromTransfer(transferOf({ kind: 'file', entry: folderOf('/a', [folderOf('/a/b')]) }));
    await expect(dropped).rejects.toMatchObject({ code: 'source-empty' });
  });

  test.each([
    ['file', folderOf('/a', [entryOf('/a/b', new Error('no'))]), 'a/b'],
    ['folder', folderOf('/a', [folderOf('/a/c', new Error('no'))]), 'a/c'],
  ])('with a %s that cannot be read is source-changed, with its path', async (_what, entry, path) => {
    await expect(pickedFromTransfer(transferOf({ kind: 'file', entry }))).rejects.toMatchObject({ code: 'source-changed', figures: { path } });
  });

  test('of a folder without end is source-large before the end', async () => {
    const many = Array.from({ length: MAX_FILES + 64 }, (_, index) => entryOf(`/a/${index}`, fileOf(`${index}`)));
    const endless = folderOf('/a', many, new Error('must not be asked'));
    await expect(pickedFromTransfer(transferOf({ kind: 'file', entry: endless }))).rejects.toMatchObject({ code: 'source-large' });
  });
});

describe('a choice', () => {
  test('of a folder keeps its paths', async () => {
    const picked = await pickedFromList(listOf(fileOf('b.txt', 1, 'a/b.txt'), fileOf('c.txt')));
    expect(picked.map(({ path }) => path)).toEqual(['a/b.txt', 'c.txt']);
  });

  test('has the same order, however it came', async () => {
    const names = ['b/1', 'a-1', 'a/10', 'a/9', 'A', 'a', '01', '1', 'é', 'e', 'z'];
    const forwards = await pickedFromList(listOf(...names.map((name) => fileOf(name))));
    const backwards = await pickedFromList(listOf(...names.toReversed().map((name) => fileOf(name))));
    expect(forwards.map(({ path }) => path)).toEqual(backwards.map(({ path }) => path));
  });

  test('of too many files, or too many bytes, is source-large', async () => {
    const many = Array.from({ length: MAX_FILES + 1 }, (_, index) => fileOf(`${index}`));
    await expect(pickedFromList(many.slice(1) as unknown as FileList)).resolves.toHaveLength(MAX_FILES);
    await expect(pickedFromList(many as unknown as FileList)).rejects.toMatchObject({ code: 'source-large' });
    await expect(pickedFromList(listOf(fileOf('a', MAX_SHARE_BYTES)))).resolves.toHaveLength(1);
    await expect(pickedFromList(listOf(fileOf('a', MAX_SHARE_BYTES), fileOf('b')))).rejects.toMatchObject({
      code: 'source-large',
      figures: { neededBytes: MAX_SHARE_BYTES + 1 },
    });
  });
});
