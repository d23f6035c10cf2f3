/**
 * The length of an archive, said before it is made: held against archives, and where those would be too large, against
 * zip.js's own reckoning.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { zipLength, type ZipItem } from '../../../../src/storage/sink/zip-length.ts';
import { zipStream, type ZipEntry } from '../../../../src/storage/sink/zip-stream.ts';
import { isInstalled } from '../../../support/installed.ts';

const MiB = 1024 * 1024;
const ZEROS = new Uint8Array(MiB);
const folder = mkdtempSync(join(tmpdir(), 'beamline-zip-length-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nothing but zeros, made when they are read. */
function zeros(size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = size;
  return new ReadableStream({
    pull: (controller) => {
      const part = ZEROS.subarray(0, Math.min(left, MiB));
      left -= part.length;
      if (part.length > 0) controller.enqueue(part);
      if (left === 0) controller.close();
    },
  });
}

const entryOf = (item: ZipItem): ZipEntry => ({ ...item, open: () => zeros(item.size) });

async function madeLength(items: readonly ZipItem[]): Promise<number> {
  let length = 0;
  for await (const chunk of zipStream(items.map(entryOf), () => {})) length += chunk.length;
  return length;
}

/** What zip.js works out from the same options, without a byte. Not among what it exports. */
async function reckonedLength(items: readonly ZipItem[]): Promise<number> {
  const writer = new URL('../../../../node_modules/@zip.js/zip.js/lib/core/zip-writer.js', import.meta.url).href;
  const { getEntriesSize } = (await import(/* @vite-ignore */ writer)) as {
    getEntriesSize: (options: object, entries: readonly object[], isOrdered: boolean) => Promise<number>;
  };
  const entries = items.map(({ path, size, mtimeMs, isFolder = false }) => ({
    name: path,
    ...(isFolder ? {} : { size }),
    options: { lastModDate: new Date(mtimeMs), ...(isFolder ? { directory: true } : {}) },
  }));
  return getEntriesSize({ level: 0, keepOrder: true, extendedTimestamp: true }, entries, true);
}

const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).map((text) => text.replaceAll('/', '_')),
  fc.constantFrom('a.txt', '사진 🏖.jpg', 'é', 'é'.normalize('NFD'), '__proto__', '.env', '가'.repeat(80)),
);
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'));
const mtimeMs = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000_000_000 }),
  fc.constantFrom(
    0,
    -1,
    -1000,
    999,
    315_532_800_000,
    -(2 ** 31) * 1000,
    -(2 ** 31) * 1000 - 1,
    2 ** 31 * 1000 - 1,
    2 ** 31 * 1000,
    2 ** 43,
    8.64e15,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ),
);
const itemOf = (size: fc.Arbitrary<number>): fc.Arbitrary<ZipItem> =>
  fc
    .tuple(path, mtimeMs, size, fc.boolean())
    .map(([path, mtimeMs, size, isFolder]) => ({ path, mtimeMs, size: isFolder ? 0 : size, isFolder }));
const listOf = (size: fc.Arbitrary<number>, maxLength: number) =>
  fc.uniqueArray(itemOf(size), { maxLength, selector: ({ path, isFolder }) => path + (isFolder === true ? '/' : '') });

describe('the length of an archive', () => {
  test('of any list is what is then made', async () => {
    const size = fc.oneof(fc.constantFrom(0, 1, MiB - 1, MiB, MiB + 1), fc.integer({ min: 0, max: 3000 }));
    await fc.assert(
      fc.asyncProperty(listOf(size, 12), async (items) => {
        expect(await madeLength(items)).toBe(zipLength(items));
      }),
      { numRuns: 150, seed: 20261128 },
    );
  }, 60_000);

  test('of any list of any sizes, up to 64 TiB, is what zip.js reckons', async () => {
    const size = fc.oneof(
      fc.constantFrom(0, 1, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, 2 ** 46),
      fc.integer({ min: 2 ** 32 - 400, max: 2 ** 32 + 400 }),
      fc.integer({ min: 0, max: 2 ** 33 }),
    );
    const time = fc.integer({ min: -(2 ** 42), max: 2 ** 43 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(size, time, fc.integer({ min: 1, max: 200 })), { maxLength: 8 }),
        async (parts) => {
          const items = parts.map(([size, mtimeMs, length], index) => ({
            path: `${index}`.padStart(length, 'x'),
            mtimeMs,
            size,
          }));
          expect(zipLength(items)).toBe(await reckonedLength(items));
        },
      ),
      { numRuns: 500, seed: 20261128 },
    );
  });

  test('of a first file that ends around 4 GiB, with others behind it, is what zip.js reckons', async () => {
    for (let end = -130; end <= 10; end++) {
      const items = [
        { path: 'large', mtimeMs: 0, size: 2 ** 32 + end },
        { path: 'after', mtimeMs: 0, size: 1 },
        { path: 'empty', mtimeMs: 0, size: 0, isFolder: true },
      ];
      expect(zipLength(items)).toBe(await reckonedLength(items));
    }
  });

  test.each([65_534, 65_535])(
    'of %i empty files is what is then made',
    async (count) => {
      const items = Array.from({ length: count }, (_, index) => ({ path: `folder/${index}`, mtimeMs: 0, size: 0 }));
      const [length, made] = [zipLength(items), await madeLength(items)];
      expect(made).toBe(length);
      const end = count < 65_535 ? 22 : 22 + 76;
      const names = items.reduce((sum, { path }) => sum + path.length, 0);
      expect(length).toBe(count * (30 + 46 + 2 * 9) + 2 * names + end);
    },
    60_000,
  );

  test('of more than 4 GiB is what is then made, and Python finds what stands behind them', async () => {
    const items: ZipItem[] = [
      { path: 'before.txt', mtimeMs: 0, size: 5 },
      { path: '큰 파일.bin', mtimeMs: 1_700_000_000_000, size: 2 ** 32 + 7 },
      { path: 'behind/empty', mtimeMs: 0, size: 0, isFolder: true },
      { path: 'behind/last.txt', mtimeMs: 2_000_000_000_000, size: 3 },
    ];
    const archive = join(folder, 'large.zip');
    const output = openSync(archive, 'w');
    let length = 0;
    for await (const chunk of zipStream(items.map(entryOf), () => {})) {
      // A hole in the file where nothing but zeros is: the disk of a test need not have 4 GiB.
      if (Buffer.compare(chunk, ZEROS) !== 0) writeSync(output, chunk, 0, chunk.length, length);
      length += chunk.length;
    }
    ftruncateSync(output, length);
    closeSync(output);
    expect(length).toBe(zipLength(items));
    expect(statSync(archive).size).toBe(length);
    if (!isInstalled('python3', '--version')) return;
    const script =
      'import sys,json,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nprint(json.dumps([[i.filename,i.file_size] for i in z.infolist()]+[len(z.read("behind/last.txt"))]))';
    expect(JSON.parse(execFileSync('python3', ['-c', script, archive], { encoding: 'utf8' }))).toEqual([
      ['before.txt', 5],
      ['큰 파일.bin', 2 ** 32 + 7],
      ['behind/empty/', 0],
      ['behind/last.txt', 3],
      3,
    ]);
  }, 180_000);
});
