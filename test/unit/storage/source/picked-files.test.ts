/** What real folders in a browser's test do not show: errors, odd lists, and too much. */
import { describe, expect, test } from 'vitest';

import { MAX_FILES, MAX_SHARE_BYTES } from '../../../../src/protocol/limits.ts';
import { DIRECTORY_TYPE } from '../../../../src/protocol/manifest.ts';
import { FileSource } from '../../../../src/storage/source/file-source.ts';
import {
  pickedFromList,
  pickedFromTransfer,
  type LeftOut,
  type PickedFile,
} from '../../../../src/storage/source/picked-files.ts';
import { takeTransfer } from '../../../../src/storage/source/taken-transfer.ts';

const fromTransfer = (transfer: DataTransfer, onLeftOut?: (each: LeftOut) => void): Promise<PickedFile[]> =>
  pickedFromTransfer(takeTransfer(transfer), onLeftOut);

const fileOf = (name: string, size = 1, webkitRelativePath = ''): File =>
  ({
    name,
    size,
    type: '',
    lastModified: 5,
    webkitRelativePath,
    slice: () => new Blob(['x']),
    arrayBuffer: async () => new ArrayBuffer(0),
  }) as unknown as File;

/** It has a size, and the browser may not open it. */
function unreadableFile(name: string, size: number, thrown: DOMException): File {
  const arrayBuffer = (): Promise<never> => Promise.reject(thrown);
  return Object.assign(fileOf(name, size), { slice: () => ({ arrayBuffer }) as unknown as Blob, arrayBuffer });
}
const listOf = (...files: File[]): FileList => files as unknown as FileList;

const entryOf = (fullPath: string, file: File | Error): FileSystemEntry =>
  ({
    fullPath,
    isDirectory: false,
    isFile: true,
    file: (resolve: (file: File) => void, reject: (error: Error) => void) =>
      file instanceof Error ? reject(file) : resolve(file),
  }) as unknown as FileSystemEntry;

/** Gives its entries in these portions. */
const folderOf = (fullPath: string, ...portions: Array<FileSystemEntry[] | Error>): FileSystemEntry =>
  ({
    fullPath,
    isDirectory: true,
    isFile: false,
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
    items: items.map(({ kind, entry, file }) => ({
      kind,
      webkitGetAsEntry: () => take(entry),
      getAsFile: () => take(file),
    })),
  } as unknown as DataTransfer;
}

describe('a drop', () => {
  test('is taken in its own turn, whatever is in it', async () => {
    const picked = await fromTransfer(
      transferOf(
        { kind: 'string' },
        {
          kind: 'file',
          entry: folderOf(
            '/b',
            [entryOf('/b/2', fileOf('2'))],
            [entryOf('/b/10', fileOf('10'))],
            [folderOf('/b/empty')],
          ),
        },
        { kind: 'file', file: fileOf('image.png') },
        { kind: 'file', entry: entryOf('/a', fileOf('a')) },
        { kind: 'file' },
      ),
    );
    expect(picked.map(({ path }) => path)).toEqual(['a', 'b/2', 'b/10', 'b/empty', 'image.png']);
  });

  test('of empty folders is source-empty', async () => {
    const dropped = fromTransfer(transferOf({ kind: 'file', entry: folderOf('/a', [folderOf('/a/b')]) }));
    await expect(dropped).rejects.toMatchObject({ code: 'source-empty' });
  });

  test('has its empty folders, those in which there is only an empty one not twice', async () => {
    const entry = folderOf('/a', [
      entryOf('/a/x', fileOf('x')),
      folderOf('/a/empty'),
      folderOf('/a/outer', [folderOf('/a/outer/inner')]),
    ]);
    const picked = await fromTransfer(transferOf({ kind: 'file', entry }));
    expect(picked.map(({ path, isFolder }) => [path, isFolder])).toEqual([
      ['a/empty', true],
      ['a/outer/inner', true],
      ['a/x', undefined],
    ]);
    expect(new FileSource(picked).files.map(({ size, type, mtimeMs }) => [size, type, mtimeMs])).toEqual([
      [0, DIRECTORY_TYPE, 0],
      [0, DIRECTORY_TYPE, 0],
      [1, '', 5],
    ]);
  });

  test('has no folder but by being one, whatever a system calls the type of a file', async () => {
    const picked = await fromTransfer(
      transferOf({ kind: 'file', file: Object.assign(fileOf('x'), { type: DIRECTORY_TYPE }) }),
    );
    expect(new FileSource(picked).files[0]?.type).toBe('');
  });

  const noPermission = new DOMException('no', 'NotReadableError');
  const gone = new DOMException('gone', 'NotFoundError');

  test.each<[string, FileSystemEntry, LeftOut]>([
    ['file', entryOf('/a/b', noPermission), { path: 'a/b', why: 'unreadable' }],
    ['file', entryOf('/a/b', gone), { path: 'a/b', why: 'gone' }],
    ['file of a byte', entryOf('/a/b', unreadableFile('b', 7, noPermission)), { path: 'a/b', why: 'unreadable' }],
    ['link that leads nowhere', entryOf('/a/b', unreadableFile('b', 0, gone)), { path: 'a/b', why: 'gone' }],
    ['socket', entryOf('/a/agent.sock', fileOf('agent.sock', 0)), { path: 'a/agent.sock', why: 'special' }],
    ['pipe', entryOf('/a/pipe', fileOf('pipe', 0)), { path: 'a/pipe', why: 'special' }],
    [
      'folder',
      folderOf('/a/b', new DOMException('no', 'NoModificationAllowedError')),
      { path: 'a/b', why: 'unreadable' },
    ],
    [
      'folder, after the first of its entries,',
      folderOf('/a/b', [entryOf('/a/b/c', fileOf('c'))], noPermission),
      { path: 'a/b', why: 'unreadable' },
    ],
  ])('with a %s that cannot be read has all others, and names it', async (_what, bad, expected) => {
    const left: LeftOut[] = [];
    const folder = folderOf('/a', [entryOf('/a/1', fileOf('1'))], [bad, entryOf('/a/2', fileOf('2'))]);
    const picked = await fromTransfer(
      transferOf({ kind: 'file', entry: folder }, { kind: 'file', file: fileOf('3') }),
      (each) => left.push(each),
    );
    expect(picked.map(({ path }) => path).filter((path) => path !== 'a/b/c')).toEqual(['3', 'a/1', 'a/2']);
    expect(left).toEqual([expected]);
  });

  test('has empty files, and those with bytes that have the name of a pipe', async () => {
    const files = [fileOf('empty', 0), fileOf('pipe', 3), fileOf('pipes.txt', 0), fileOf('.gitkeep', 0)];
    expect(await fromTransfer(transferOf(...files.map((file) => ({ kind: 'file', file }))))).toHaveLength(4);
  });

  test('of which nothing can be read is source-unreadable, with the first of it', async () => {
    const folder = folderOf('/a', [
      entryOf('/a/1', noPermission),
      folderOf('/a/b', noPermission),
      folderOf('/a/empty'),
    ]);
    const dropped = fromTransfer(transferOf({ kind: 'file', entry: folder }));
    await expect(dropped).rejects.toMatchObject({ code: 'source-unreadable', figures: { path: 'a/1' } });
  });

  test('of a drive that does not answer goes on after a while', async () => {
    const silent = Object.assign(fileOf('silent'), {
      slice: () => ({ arrayBuffer: () => new Promise<never>(() => {}) }) as unknown as Blob,
    });
    const picked = await fromTransfer(transferOf({ kind: 'file', file: silent }, { kind: 'file', file: fileOf('a') }));
    expect(picked.map(({ path }) => path)).toEqual(['a', 'silent']);
  });

  test('of a folder without end is source-large before the end', async () => {
    const many = Array.from({ length: MAX_FILES + 64 }, (_, index) => entryOf(`/a/${index}`, fileOf(`${index}`)));
    const endless = folderOf('/a', many, new Error('must not be asked'));
    await expect(fromTransfer(transferOf({ kind: 'file', entry: endless }))).rejects.toMatchObject({
      code: 'source-large',
    });
  });
});

describe('a choice', () => {
  test('of a folder by an input says that it does not show empty ones', async () => {
    const left: LeftOut[] = [];
    await pickedFromList(listOf(fileOf('b.txt', 1, 'a/b.txt')), (each) => left.push(each));
    expect(left).toEqual([{ path: 'a', why: 'folders-unseen' }]);
    await pickedFromList(listOf(fileOf('b.txt')), (each) => left.push(each));
    expect(left).toHaveLength(1);
  });

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
  }, 20_000); // 100,001 files, on a machine that may be busy
});
