/** Real files from the disk, chosen, dropped and changed as a person would. */
import { beforeEach, describe, expect, test } from 'vitest';
import { server, userEvent } from 'vitest/browser';

import { FileSource } from '../../../../src/storage/source/file-source.ts';
import {
  pickedFromHandles,
  pickedFromList,
  pickedFromTransfer,
  type LeftOut,
  type PickedFile,
} from '../../../../src/storage/source/picked-files.ts';

import { failing, noise } from '../bytes.ts';
import { dropFromDisk, removeDiskFile, writeDiskFile } from '../devtools.ts';
import { takeTransfer } from '../../../../src/storage/source/taken-transfer.ts';

const fromTransfer = (transfer: DataTransfer, onLeftOut?: (each: LeftOut) => void): Promise<PickedFile[]> =>
  pickedFromTransfer(takeTransfer(transfer), onLeftOut);

const input = document.createElement('input');
beforeEach(() => {
  input.type = 'file';
  input.multiple = true;
  input.value = '';
  document.body.style.minHeight = '100vh';
  document.body.replaceChildren(input);
});

async function bytesOf(
  source: FileSource,
  offset: number,
  length: number,
  isWithdrawn?: (file: number) => boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const read = await source.read(offset, length, isWithdrawn);
  return read.type === 'bytes' ? read.bytes : expect.fail(`unreadable: ${read.files.join()}`);
}

async function choose(...paths: string[]): Promise<PickedFile[]> {
  await userEvent.upload(
    input,
    paths.map((path) => `${server.config.root}/${path}`),
  );
  return pickedFromList(input.files!);
}

/** What the next drop gives. */
const nextDrop = (): Promise<PickedFile[]> =>
  new Promise((resolve, reject) => {
    const done = new AbortController();
    window.addEventListener('dragover', (event) => event.preventDefault(), { signal: done.signal });
    window.addEventListener(
      'drop',
      (event) => {
        event.preventDefault();
        done.abort();
        fromTransfer(event.dataTransfer!).then(resolve, reject);
      },
      { signal: done.signal },
    );
  });

const text = new TextDecoder();

describe('files from an input', () => {
  test('come with path, size, type and time, in natural order', async () => {
    const paths = await Promise.all(
      ['10.txt', '9.txt', 'a.png', 'B.txt'].map((name) => writeDiskFile(`list/${name}`, name)),
    );
    const source = new FileSource(await choose(...paths));
    expect(source.files.map(({ path, size, type }) => [path, size, type])).toEqual([
      ['9.txt', 5, 'text/plain'],
      ['10.txt', 6, 'text/plain'],
      ['a.png', 5, 'image/png'],
      ['B.txt', 5, 'text/plain'],
    ]);
    expect(
      source.files.every(({ mtimeMs }) => Math.abs(mtimeMs - Date.now()) < 60_000 && Number.isInteger(mtimeMs)),
    ).toBe(true);
    expect(source.bytes).toBe(21);
    expect(text.decode(await bytesOf(source, 0, 21))).toBe('9.txt10.txta.pngB.txt');
  });

  test('none are source-empty', async () => {
    await expect(pickedFromList(input.files!)).rejects.toEqual(failing('source-empty'));
  });

  test.each([
    ['grew', (path: string) => writeDiskFile(path, 'x'.repeat(30))],
    ['shrank', (path: string) => writeDiskFile(path, 'x')],
    ['is another of the same size', (path: string) => writeDiskFile(path, 'y'.repeat(20))],
    ['is gone', (path: string) => removeDiskFile(`node_modules/.beamline-storage-test/${path}`)],
  ])('a file that %s is unreadable, and named, also among others', async (_how, change) => {
    const [first, second] = [
      await writeDiskFile('a.txt', 'a'.repeat(20)),
      await writeDiskFile('changed.txt', 'x'.repeat(20)),
    ];
    const source = new FileSource(await choose(first, second));
    await new Promise((resolve) => setTimeout(resolve, 20)); // a time of its own on the disk
    await change('changed.txt');
    expect(source.noticesChanges).toBe(true);
    const unreadable = { type: 'unreadable', files: [1] };
    expect(await source.read(25, 10)).toEqual(unreadable);
    expect(await source.read(0, 40)).toEqual(unreadable);
    expect(text.decode(await bytesOf(source, 0, 20))).toBe('a'.repeat(20)); // the other one is still good
    expect(text.decode(await bytesOf(source, 10, 20, (file) => file === 1))).toBe('a'.repeat(10) + '\0'.repeat(10));
  });
});

describe('files from the browser’s picker', () => {
  const made = async (name: string): Promise<FileSystemFileHandle> => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    await writable.write(name);
    await writable.close();
    return handle;
  };

  test('come with their names, in natural order', async () => {
    const picked = await pickedFromHandles([await made('10.txt'), await made('2.txt')]);
    expect(picked.map(({ path }) => path)).toEqual(['2.txt', '10.txt']);
    expect(await picked[0]!.file.text()).toBe('2.txt');
  });

  test('one that is gone is left out by name; when all are it is source-unreadable, and none are source-empty', async () => {
    const [kept, gone] = [await made('kept.txt'), await made('gone.txt')];
    await (await navigator.storage.getDirectory()).removeEntry('gone.txt');
    const left: LeftOut[] = [];
    const picked = await pickedFromHandles([kept, gone], (each) => left.push(each));
    expect(picked.map(({ path }) => path)).toEqual(['kept.txt']);
    expect(left).toEqual([{ path: 'gone.txt', why: 'gone' }]);
    await expect(pickedFromHandles([gone])).rejects.toEqual(failing('source-unreadable', { path: 'gone.txt' }));
    await expect(pickedFromHandles([])).rejects.toEqual(failing('source-empty'));
  });

  test('a folder comes with all that is in it, empty folders too; one that goes away is left out by name', async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('tree', { recursive: true }).catch(() => {});
    const tree = await root.getDirectoryHandle('tree', { create: true });
    const deep = await (
      await tree.getDirectoryHandle('deep', { create: true })
    ).getDirectoryHandle('er', { create: true });
    await tree.getDirectoryHandle('empty', { create: true });
    const gone = await tree.getDirectoryHandle('gone', { create: true });
    for (const [folder, name] of [
      [tree, '10.txt'],
      [tree, '9.txt'],
      [deep, 'x.txt'],
    ] as const) {
      const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await writable.write(name);
      await writable.close();
    }
    // Gone between the look at its parent and the look at itself.
    const values = async function* (): AsyncGenerator<FileSystemHandle> {
      for await (const handle of tree.values()) yield handle;
      await tree.removeEntry('gone', { recursive: true });
    };
    const parent = { kind: 'directory', name: 'tree', values } as unknown as FileSystemDirectoryHandle;
    const left: LeftOut[] = [];
    const picked = await pickedFromHandles([parent], (each) => left.push(each));
    expect(picked.map(({ path, isFolder }) => (isFolder === true ? `${path}/` : path))).toEqual([
      'tree/9.txt',
      'tree/10.txt',
      'tree/deep/er/x.txt',
      'tree/empty/',
    ]);
    expect(left).toEqual([{ path: `tree/${gone.name}`, why: 'gone' }]);
  });
});

describe('files that went away before they were looked at', () => {
  test('are left out by name, and all others come', async () => {
    const paths = await Promise.all(['a.txt', 'went.txt', 'z.txt'].map((name) => writeDiskFile(`went/${name}`, name)));
    await userEvent.upload(
      input,
      paths.map((path) => `${server.config.root}/${path}`),
    );
    const { files } = input;
    await removeDiskFile(paths[1]!);
    const left: LeftOut[] = [];
    const picked = await pickedFromList(files!, (each) => left.push(each));
    expect(picked.map(({ path }) => path)).toEqual(['a.txt', 'z.txt']);
    expect(left).toEqual([{ path: 'went.txt', why: 'gone' }]);
  });

  test('all of them are source-unreadable, with the first of them', async () => {
    const path = await writeDiskFile('went/alone.txt', 'x');
    await userEvent.upload(input, [`${server.config.root}/${path}`]);
    const { files } = input;
    await removeDiskFile(path);
    await expect(pickedFromList(files!)).rejects.toEqual(failing('source-unreadable', { path: 'alone.txt' }));
  });
});

describe('files from a drop', () => {
  test('an empty folder in a folder is there', async () => {
    await writeDiskFile('hollow/file.txt', 'x');
    await removeDiskFile(await writeDiskFile('hollow/empty/gone.txt', 'x'));
    const dropped = nextDrop();
    await dropFromDisk(['node_modules/.beamline-storage-test/hollow']);
    expect((await dropped).map(({ path, isFolder }) => [path, isFolder])).toEqual([
      ['hollow/empty', true],
      ['hollow/file.txt', undefined],
    ]);
  });

  test('a folder with more entries than come at a time, nested ones, and a file beside it', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `drop/many/${index}.txt`);
    const paths = [...names, 'drop/many/deep/er/x.txt', 'drop/many/deep/y.txt', 'beside.txt'];
    for (const path of paths) await writeDiskFile(path, path);
    const dropped = nextDrop();
    await dropFromDisk(['node_modules/.beamline-storage-test/drop', 'node_modules/.beamline-storage-test/beside.txt']);
    const picked = await dropped;
    expect(picked.map(({ path }) => path)).toEqual([
      'beside.txt',
      ...names,
      'drop/many/deep/er/x.txt',
      'drop/many/deep/y.txt',
    ]);
    for (const { path, file } of picked) expect(await file.text()).toBe(path);
  });
});

describe('files from a paste', () => {
  const transferOf = (...files: File[]): DataTransfer => {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    return transfer;
  };

  test('pictures of the same name become two', async () => {
    const picked = await fromTransfer(
      transferOf(new File(['1'], 'image.png'), new File(['22'], 'image.png'), new File(['3'], 'image (2).png')),
    );
    expect(picked.map(({ path, file }) => [path, file.size])).toEqual([
      ['image (2).png', 1],
      ['image (3).png', 2],
      ['image.png', 1],
    ]);
  });

  test('text alone is source-empty, and beside a file is nothing', async () => {
    const onlyText = new DataTransfer();
    onlyText.setData('text/plain', 'hello');
    await expect(fromTransfer(onlyText)).rejects.toEqual(failing('source-empty'));
    const both = transferOf(new File(['1'], 'a.txt'));
    both.setData('text/plain', 'hello');
    expect(await fromTransfer(both)).toHaveLength(1);
  });
});

describe('a stream of files', () => {
  const sizes = [0, 1, 5, 0, 0, 1000, 1, 0, 70_000, 0];
  const contents = sizes.map((size, index) => noise(size, index + 1));
  const source = new FileSource(
    contents.map((bytes, index) => ({ path: `${index}`, file: new File([bytes], `${index}`) })),
  );

  test('reads any stretch, across files and empty ones', async () => {
    const whole = new Uint8Array(await new Blob(contents).arrayBuffer());
    expect(source.bytes).toBe(whole.length);
    const stretches: Array<[number, number]> = [
      [0, 0],
      [0, 1],
      [0, 6],
      [1, 5],
      [5, 2],
      [6, 1000],
      [1005, 2],
      [1007, 70_000],
      [0, whole.length],
      [whole.length, 0],
      [whole.length - 1, 1],
    ];
    for (const [offset, length] of stretches) {
      expect(await bytesOf(source, offset, length), `${offset}+${length}`).toEqual(
        whole.slice(offset, offset + length),
      );
    }
  });

  test('2,000 small files in one read', async () => {
    const small = Array.from({ length: 2000 }, (_, index) => ({
      path: `${index}`,
      file: new File([noise(500, index + 1)], `${index}`),
    }));
    const bytes = await bytesOf(new FileSource(small), 250, 999_500);
    expect(bytes).toEqual(
      new Uint8Array(await new Blob(small.map(({ file }) => file)).slice(250, 999_750).arrayBuffer()),
    );
  });
});
