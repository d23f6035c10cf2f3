import { beforeEach, describe, expect, test } from 'vitest';

import { takeTransfer } from '../../../../src/storage/source/taken-transfer.ts';
import { askToRead, canRead, filesFromHandles } from '../../../../src/storage/records/stored-handles.ts';
import { sameFiles } from '../../../../src/storage/source/same-files.ts';

const FOLDER = 'kept-handles';

async function write(folder: FileSystemDirectoryHandle, name: string, text: string): Promise<FileSystemFileHandle> {
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  await writable.write(text);
  await writable.close();
  return handle;
}

let root: FileSystemDirectoryHandle;

beforeEach(async () => {
  const origin = await navigator.storage.getDirectory();
  await origin.removeEntry(FOLDER, { recursive: true }).catch(() => {});
  root = await origin.getDirectoryHandle(FOLDER, { create: true });
});

async function trip(): Promise<FileSystemDirectoryHandle> {
  const folder = await root.getDirectoryHandle('trip', { create: true });
  await write(await folder.getDirectoryHandle('day 1', { create: true }), 'a.txt', 'aaa');
  await write(folder, 'b.txt', 'bb');
  return folder;
}

const entry = (path: string, { size, lastModified }: File) => ({ path, size, type: '', mtimeMs: lastModified });

describe('handles of what was dropped or chosen', () => {
  test('lead to the same files again: folders, folders in folders, single files', async () => {
    const [folder, note] = [await trip(), await write(root, 'note.txt', 'n')];
    const paths = ['note.txt', 'trip/b.txt', 'trip/day 1/a.txt'];
    const before = await filesFromHandles(
      [folder, note],
      paths.map((path) => ({ path, size: 0, type: '', mtimeMs: 0 })),
    );
    expect(await Promise.all(before.map(({ file }) => file.text()))).toEqual(['n', 'bb', 'aaa']);
    const wanted = before.map(({ path, file }) => entry(path, file));
    expect(sameFiles(wanted, await filesFromHandles([folder, note], wanted)).files.map((each) => each?.path)).toEqual(
      paths,
    );
  });

  test('a file that was written to is found out; one that is gone is not there', async () => {
    const folder = await trip();
    const file = await (await folder.getFileHandle('b.txt')).getFile();
    const wanted = [entry('trip/b.txt', file)];
    await write(folder, 'b.txt', 'cc');
    expect(sameFiles(wanted, await filesFromHandles([folder], wanted))).toMatchObject({
      changed: ['trip/b.txt'],
      missing: [],
    });
    await folder.removeEntry('b.txt');
    expect(sameFiles(wanted, await filesFromHandles([folder], wanted))).toMatchObject({
      changed: [],
      missing: ['trip/b.txt'],
    });
  });

  test('a file where a folder was, or another name, is not taken for it', async () => {
    const handle = await write(root, 'trip', 'no folder');
    for (const path of ['trip/b.txt', 'other', 'other/b.txt']) {
      expect(await filesFromHandles([handle], [{ path, size: 0, type: '', mtimeMs: 0 }]), path).toEqual([]);
    }
  });

  test('need no permission in the browser’s own file system', async () => {
    const folder = await trip();
    expect(await canRead([folder])).toBe(true);
    expect(await askToRead([folder])).toBe(true);
  });

  test('are none where the browser gives none for something', async () => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'made-by-script.txt'));
    transfer.items.add('text', 'text/plain');
    expect(await takeTransfer(transfer).handles).toEqual([]);
  });
});
