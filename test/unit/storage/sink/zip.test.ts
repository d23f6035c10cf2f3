/** The archive, read by readers that are not ours: Info-ZIP's unzip and Python's zipfile, where they are installed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import type { SinkFile } from '../../../../src/storage/sink/sink.ts';
import { zipLength } from '../../../../src/storage/sink/zip-length.ts';
import { zipStream } from '../../../../src/storage/sink/zip-stream.ts';
import { isInstalled } from '../../../support/installed.ts';

const folder = mkdtempSync(join(tmpdir(), 'beamline-zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasUnzip = isInstalled('unzip', '-v');
const hasPython = isInstalled('python3', '--version');

const mtimeMs = Date.UTC(2026, 10, 20, 12, 34, 56);
const fileOf = (path: string, ...parts: BlobPart[]): SinkFile => ({ path, mtimeMs, blob: new Blob(parts) });

const lengthOf = (files: readonly SinkFile[]): number =>
  zipLength(files.map(({ blob, ...file }) => ({ ...file, size: blob.size })));

async function writeArchive(name: string, files: readonly SinkFile[]): Promise<{ path: string; read: number }> {
  const path = join(folder, name);
  const output = openSync(path, 'w');
  let read = 0;
  for await (const chunk of zipStream(files, (bytes) => (read += bytes))) writeSync(output, chunk);
  closeSync(output);
  return { path, read };
}

/** What Python reads: name, size, CRC (checked by testzip), modification time, and the mode. */
function readByPython(path: string): Array<[string, number, number, number[], number]> {
  const script =
    'import sys,json,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nbad=z.testzip()\nassert bad is None, bad\n' +
    'print(json.dumps([[i.filename,i.file_size,i.CRC,list(i.date_time),i.external_attr>>16] for i in z.infolist()]))';
  return JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8', maxBuffer: 1 << 28 })) as never;
}

const MiB = 1024 * 1024;
const noise = (length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, index) => (index * 2654435761) >>> 13);

describe('an archive', () => {
  // Around the bounds of what is read in one call (256 KiB) and of a chunk (1 MiB).
  const files = [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, MiB - 1, MiB, MiB + 1].map((size) =>
    fileOf(`of sizes/${size}.bin`, noise(size)),
  );
  const named = [
    fileOf('a.txt', 'one'),
    fileOf('사진/여름 휴가 🏖.txt', 'two'),
    fileOf('__proto__', 'three'),
    fileOf('deep/er/and/deeper/x', ''),
  ];

  test('is as long as was said, and counts the bytes of its files', async () => {
    const all = [...files, ...named];
    const { path, read } = await writeArchive('plain.zip', all);
    expect(statSync(path).size).toBe(lengthOf(all));
    expect(read).toBe(all.reduce((sum, { blob }) => sum + blob.size, 0));
  });

  test.runIf(hasUnzip)('is in order for unzip', () => {
    execFileSync('unzip', ['-tqq', join(folder, 'plain.zip')]);
  });

  test.runIf(hasPython)('has its names, sizes, times and modes', () => {
    const local = new Date(mtimeMs);
    const time = [
      local.getFullYear(),
      local.getMonth() + 1,
      local.getDate(),
      local.getHours(),
      local.getMinutes(),
      local.getSeconds(),
    ];
    expect(
      readByPython(join(folder, 'plain.zip')).map(([name, size, , date, mode]) => [name, size, date, mode]),
    ).toEqual([...files, ...named].map(({ path, blob }) => [path, blob.size, time, 0o100644]));
  });

  test('comes in chunks of a mebibyte, the last one shorter, each in a buffer of its own', async () => {
    const lengths: number[] = [];
    for await (const chunk of zipStream([fileOf('x', noise(3 * MiB))], () => {})) {
      expect(chunk.byteLength).toBe(chunk.buffer.byteLength);
      lengths.push(chunk.length);
    }
    expect(lengths.slice(0, -1)).toEqual([MiB, MiB, MiB]);
    expect(lengths.at(-1)).toBeLessThan(MiB);
  });

  test('fails with save-failed and the path when a file is shorter than it says', async () => {
    const short = { size: 10, arrayBuffer: async () => new ArrayBuffer(9) } as unknown as Blob;
    const archive = zipStream([{ path: 'gone.bin', mtimeMs, blob: short }], () => {});
    await expect(Array.fromAsync(archive)).rejects.toMatchObject({
      code: 'save-failed',
      figures: { path: 'gone.bin' },
    });
  });

  test('of files that are still to come is the same, and opens each when it is its turn', async () => {
    const opened: string[] = [];
    const later = [...files, ...named].map(({ path, blob }) => ({
      path,
      mtimeMs,
      size: blob.size,
      open: () => (opened.push(path), blob.stream()),
    }));
    const archive = zipStream(later, () => {});
    await archive.next();
    expect(opened.length).toBeLessThan(later.length);
    await archive.return();
    const bytes = async (entries: Parameters<typeof zipStream>[0]) =>
      Buffer.concat(await Array.fromAsync(zipStream(entries, () => {})));
    expect(Buffer.compare(await bytes(later), await bytes([...files, ...named]))).toBe(0);
    expect(opened.slice(-later.length)).toEqual(later.map(({ path }) => path));
  });

  test('fails with save-failed and the path when a file that was to come does not', async () => {
    const open = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => controller.error(new Error('no more')) });
    await expect(
      Array.fromAsync(zipStream([{ path: 'lost.bin', mtimeMs, size: 10, open }], () => {})),
    ).rejects.toMatchObject({ code: 'save-failed', figures: { path: 'lost.bin' } });
  });

  test.each([Number.MIN_SAFE_INTEGER, -1, 0, 2 ** 43, Number.MAX_SAFE_INTEGER])('takes %d as a time', async (time) => {
    const file = { ...fileOf('x', 'x'), mtimeMs: time };
    expect((await Array.fromAsync(zipStream([file], () => {}))).length).toBe(1);
  });
});

describe('dates and folders', () => {
  const files = [
    { ...fileOf('1970.txt', 'x'), mtimeMs: 0 },
    { ...fileOf('1979.txt', 'x'), mtimeMs: Date.UTC(1979, 6, 1, 12, 0, 1) },
    { ...fileOf('odd second.txt', 'x'), mtimeMs: Date.UTC(2026, 10, 20, 12, 34, 55, 999) },
    { ...fileOf('2050.txt', 'x'), mtimeMs: Date.UTC(2050, 0, 1) },
    { ...fileOf('empty folder/한국어', ''), isFolder: true },
  ];

  test.runIf(hasUnzip)(
    'unzip makes the files of 1970 with their dates to the second, and the empty folder',
    async () => {
      const { path } = await writeArchive('dates.zip', files);
      const out = join(folder, 'dates');
      execFileSync('unzip', ['-qq', '-d', out, path]);
      const times = Object.fromEntries(files.slice(0, 3).map(({ path }) => [path, statSync(join(out, path)).mtimeMs]));
      expect(times).toEqual({
        '1970.txt': 0,
        '1979.txt': Date.UTC(1979, 6, 1, 12, 0, 1),
        'odd second.txt': Date.UTC(2026, 10, 20, 12, 34, 55),
      });
      expect(statSync(join(out, 'empty folder/한국어')).isDirectory()).toBe(true);
    },
  );

  test.runIf(hasPython)('Python finds the folder as a folder', async () => {
    const { path } = await writeArchive('folders.zip', files);
    expect(readByPython(path).at(-1)).toMatchObject(['empty folder/한국어/', 0, 0, expect.anything(), 0o40755]);
  });
});

describe('Zip64', () => {
  test.each([65_535])(
    '%i files',
    async (count) => {
      const files = Array.from({ length: count }, (_, index) => fileOf(`${index}`));
      const { path } = await writeArchive(`many-${count}.zip`, files);
      expect(statSync(path).size).toBe(lengthOf(files));
      if (hasUnzip) execFileSync('unzip', ['-tqq', path], { maxBuffer: 1 << 28 });
      if (hasPython) expect(readByPython(path)).toHaveLength(count);
    },
    60_000,
  );
});
