/** What every sink does, and what those whose result a page can see have made. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { DownloadSink } from '../../../../src/storage/sink/download-sink.ts';
import { FolderSink } from '../../../../src/storage/sink/folder-sink.ts';
import { OpfsVaultStore } from '../../../../src/storage/vault/opfs-vault.ts';
import type { Sink, SinkFile } from '../../../../src/storage/sink/sink.ts';
import { removeStaleZips } from '../../../../src/storage/vault/stale-zips.ts';
import { TimedSink } from '../../../../src/storage/timed-sinks.ts';
import { PartSink } from '../../../../src/storage/sink/part-sink.ts';
import { ZipSink } from '../../../../src/storage/sink/zip-sink.ts';
import { zipLength } from '../../../../src/storage/sink/zip-length.ts';
import { zipStream } from '../../../../src/storage/sink/zip-stream.ts';

import { expectBytes, failing, noise } from '../bytes.ts';
import { limitQuota } from '../devtools.ts';

const MiB = 1024 * 1024;
const mtimeMs = 1_700_000_000_000;
const never = new AbortController().signal;
const fileOf = (path: string, bytes: Uint8Array<ArrayBuffer>): SinkFile => ({ path, mtimeMs, blob: new Blob([bytes]) });

const vaults = new OpfsVaultStore();
let folder: FileSystemDirectoryHandle;

beforeEach(async () => {
  const root = await navigator.storage.getDirectory();
  folder = await root.getDirectoryHandle('chosen', { create: true });
});
afterEach(async () => {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry('chosen', { recursive: true });
  for (const { id } of await vaults.list()) await vaults.remove(id);
});

/** All files below, by path. */
async function tree(within = folder, prefix = ''): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  for await (const [name, handle] of within.entries()) {
    if (handle instanceof FileSystemFileHandle) files.set(prefix + name, await handle.getFile());
    if (!(handle instanceof FileSystemDirectoryHandle)) continue;
    for (const [path, file] of await tree(handle, `${prefix}${name}/`)) files.set(path, file);
  }
  return files;
}

const paths = async (): Promise<string[]> => [...(await tree()).keys()].sort((a, b) => (a < b ? -1 : 1));

/** Rejects where there is none. */
async function folderAt(names: readonly string[]): Promise<void> {
  let within = folder;
  for (const name of names) within = await within.getDirectoryHandle(name);
}

async function put(name: string, text: string): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await writable.write(text);
  await writable.close();
}

const sinks: Array<[string, () => Sink]> = [
  ['download', () => new DownloadSink()],
  ['folder', () => new FolderSink(folder)],
  ['part', () => new PartSink(vaults)],
  ['zip', () => new ZipSink('a.zip', vaults)],
  ['folder with an end', () => new TimedSink(new FolderSink(folder))],
  ['zip with an end', () => new TimedSink(new ZipSink('a.zip', vaults))],
];

describe.each(sinks)('a %s', (_name, make) => {
  test.each([0, 1, MiB - 1, MiB, MiB + 1])('counts the %i bytes of a file', async (size) => {
    let saved = 0;
    await make().save([fileOf('a.bin', noise(size))], never, (bytes) => (saved += bytes));
    expect(saved).toBe(size);
  });

  test.each(['../a', 'a/../../b', '/a', 'a//b', '', '..'])(
    'refuses the path %j before it does anything',
    async (path) => {
      await expect(make().save([fileOf(path, noise(1))], never, () => {})).rejects.toEqual(
        failing('save-failed', { path }),
      );
      expect(await paths()).toEqual([]);
      expect(await vaults.list()).toEqual([]);
    },
  );

  test('rejects with the reason of a signal that has been given', async () => {
    const signal = AbortSignal.abort(new Error('cancelled by hand'));
    await expect(make().save([fileOf('a', noise(1))], signal, () => {})).rejects.toThrow('cancelled by hand');
    expect(await paths()).toEqual([]);
  });
});

test.each([new DownloadSink(), new PartSink(vaults)])('a download is of one file', async (sink) => {
  await expect(sink.save([fileOf('a', noise(1)), fileOf('b', noise(1))], never, () => {})).rejects.toEqual(
    failing('internal'),
  );
});

test('one file of several is copied to its end before it is handed over: what it is a slice of may change then', async () => {
  await new PartSink(vaults).save([fileOf('folder/a.bin', noise(3 * MiB + 7))], never, () => {});
  const [copy, ...others] = await vaults.list();
  expect(others).toEqual([]);
  expect(copy?.bytes).toBe(3 * MiB + 7);
  const vault = await vaults.open(copy!.id);
  await expectBytes(await vault.file(), noise(3 * MiB + 7));
  await vault.close();
});

describe('a folder', () => {
  const sink = (): FolderSink => new FolderSink(folder);

  // Around the bytes of one write.
  test.each([0, 1, 16 * MiB - 1, 16 * MiB, 16 * MiB + 1])('has %i bytes as they were', async (size) => {
    await sink().save([fileOf('a.bin', noise(size))], never, () => {});
    await expectBytes((await tree()).get('a.bin')!, noise(size));
  });

  test('has folders in folders, joined with those that are there', async () => {
    await folder.getDirectoryHandle('there', { create: true });
    const files = ['a.txt', 'there/b.txt', 'deep/er/c.txt', 'deep/d.txt'].map((path, index) =>
      fileOf(path, noise(10, index + 1)),
    );
    await sink().save(files, never, () => {});
    const saved = await tree();
    expect([...saved.keys()].sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'a.txt',
      'deep/d.txt',
      'deep/er/c.txt',
      'there/b.txt',
    ]);
    for (const { path, blob } of files) expect(await saved.get(path)!.arrayBuffer()).toEqual(await blob.arrayBuffer());
  });

  test('has its empty folders, joined with those that are there; beside a file of that name one gets a number', async () => {
    await folder.getDirectoryHandle('there', { create: true });
    await put('b', 'a file where a folder should be');
    const empty = ['there', 'a/empty', 'b', 'a'].map((path) => ({ ...fileOf(path, noise(0)), isFolder: true }));
    let saved = 0;
    await sink().save([...empty, fileOf('a/c.txt', noise(3))], never, (bytes) => (saved += bytes));
    expect(await paths()).toEqual(['a/c.txt', 'b']);
    for (const path of [['there'], ['a', 'empty'], ['b (2)']]) await folderAt(path);
    expect(saved).toBe(3);
  });

  test('keeps what was there: the new one gets a number', async () => {
    await put('a.txt', 'mine');
    await put('a (2).txt', 'mine too');
    await put('b', 'a file where a folder should be');
    await folder.getDirectoryHandle('c.txt', { create: true });
    await sink().save(
      ['a.txt', 'b/x.txt', 'b/y.txt', 'c.txt'].map((path) => fileOf(path, noise(1))),
      never,
      () => {},
    );
    expect(await paths()).toEqual(['a (2).txt', 'a (3).txt', 'a.txt', 'b', 'b (2)/x.txt', 'b (2)/y.txt', 'c (2).txt']);
    expect(await (await tree()).get('a.txt')!.text()).toBe('mine');
  });

  test('has two files where two had one name, also one that differs in case only', async () => {
    await sink().save(
      ['a.txt', 'A.TXT', 'a.txt'].map((path, index) => fileOf(path, noise(1, index + 1))),
      never,
      () => {},
    );
    expect(await paths()).toEqual(['A (2).TXT', 'a (3).txt', 'a.txt']);
  });

  test('takes names that the browser refuses, with something behind them', async () => {
    // What Chromium does with .lnk in a chosen folder; in OPFS it takes any name.
    const picky = Object.assign(Object.create(folder) as FileSystemDirectoryHandle, {
      getFileHandle: async (name: string, options?: FileSystemGetFileOptions) => {
        if (name.endsWith('.lnk')) throw new TypeError('Name is not allowed.');
        return folder.getFileHandle(name, options);
      },
      getDirectoryHandle: async (name: string, options?: FileSystemGetDirectoryOptions) => {
        if (/\.(local|url)$/.test(name)) throw new TypeError('Name is not allowed.');
        return folder.getDirectoryHandle(name, options);
      },
    });
    await new FolderSink(picky).save(
      [fileOf('a.lnk', noise(5)), fileOf('.local/b', noise(5)), { ...fileOf('x.url', noise(0)), isFolder: true }],
      never,
      () => {},
    );
    expect(await paths()).toEqual(['.local_/b', 'a.lnk_']);
    await folderAt(['x.url_']);
  });

  test('takes 500 small files', async () => {
    const files = Array.from({ length: 500 }, (_, index) => fileOf(`${index % 7}/${index}.txt`, noise(index)));
    let saved = 0;
    await sink().save(files, never, (bytes) => (saved += bytes));
    expect(saved).toBe((499 * 500) / 2);
    expect((await tree()).size).toBe(500);
  });

  test('after a cancel has the finished files, and no part of another', async () => {
    const ending = new AbortController();
    const large = new Blob([noise(16 * MiB), noise(16 * MiB)]);
    const saving = sink().save(
      [fileOf('done.txt', noise(3)), { path: 'half.bin', mtimeMs, blob: large }],
      ending.signal,
      (bytes) => {
        if (bytes > 3) ending.abort(new Error('cancelled by hand'));
      },
    );
    await expect(saving).rejects.toThrow('cancelled by hand');
    expect(await paths()).toEqual(['done.txt']);
  });

  test('that takes no more is save-failed, with the path', async () => {
    const gone = await folder.getDirectoryHandle('gone', { create: true });
    await folder.removeEntry('gone');
    await expect(new FolderSink(gone).save([fileOf('x/a.txt', noise(1))], never, () => {})).rejects.toEqual(
      failing('save-failed', { path: 'x/a.txt' }),
    );
  });

  test('without room has no part of the file', async () => {
    const { usage = 0 } = await navigator.storage.estimate();
    await using _limit = await limitQuota(usage + 4 * MiB);
    await expect(sink().save([fileOf('a.bin', noise(16 * MiB))], never, () => {})).rejects.toMatchObject({
      // Chromium 156 says NotReadableError when a blob that it copies finds no room (2026-11-20).
      code: expect.stringMatching('space-short|save-failed'),
      figures: { path: 'a.bin' },
    });
    expect(await paths()).toEqual([]);
  });
});

describe('a zip without a service worker', () => {
  const files = [fileOf('a.txt', noise(10)), fileOf('b/c.bin', noise(2 * MiB + 7))];

  test('is built in a vault, and downloaded from there', async () => {
    expect(navigator.serviceWorker.controller).toBeNull();
    await new ZipSink('a.zip', vaults).save(files, never, () => {});
    const [usage] = await vaults.list();
    expect(usage?.id).toMatch(/^zip-\d+-/);
    expect(usage?.bytes).toBe(zipLength(files.map(({ blob, ...file }) => ({ ...file, size: blob.size }))));
    const vault = await vaults.open(usage?.id ?? '');
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of zipStream(files, () => {})) chunks.push(chunk);
    await expectBytes(await vault.file(), new Uint8Array(await new Blob(chunks).arrayBuffer()));
    await vault.close();
  });

  test('is removed when it is stale, and not before', async () => {
    await new ZipSink('a.zip', vaults).save(files, never, () => {});
    await (await vaults.open('a-share')).close();
    await removeStaleZips(vaults, Date.now() + 59 * 60_000);
    expect(await vaults.list()).toHaveLength(2);
    await removeStaleZips(vaults, Date.now() + 61 * 60_000);
    expect((await vaults.list()).map(({ id }) => id)).toEqual(['a-share']);
  });

  test('leaves nothing when it is cancelled, or there is no room', async () => {
    const ending = new AbortController();
    const cancelled = new ZipSink('a.zip', vaults).save(files, ending.signal, () =>
      ending.abort(new Error('cancelled by hand')),
    );
    await expect(cancelled).rejects.toThrow('cancelled by hand');
    expect(await vaults.list()).toEqual([]);
    const { usage = 0 } = await navigator.storage.estimate();
    await using _limit = await limitQuota(usage + MiB);
    await expect(new ZipSink('a.zip', vaults).save(files, never, () => {})).rejects.toEqual(failing('space-short'));
    expect(await vaults.list()).toEqual([]);
  });
});
