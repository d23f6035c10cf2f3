/** One file, from one browser to another: whatever its size, the same bytes on disk. */
import { basename, join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import type { Person } from '../support/person.ts';
import type { Server } from '../support/server.ts';
import { expect, handOver, test } from './fixtures.ts';

const MiB = 1 << 20;
const LARGE_BYTES = 100_000_000;
const LARGE_MS = 60_000;

const SIZES: readonly (readonly [name: string, bytes: number])[] = [
  ['0 B', 0],
  ['1 B', 1],
  ['1 MiB − 1', MiB - 1],
  ['1 MiB', MiB],
  ['1 MiB + 1', MiB + 1],
  ['100 MB', LARGE_BYTES],
];

async function sendAndCompare(sender: Person, receiver: Person, server: Server, folder: string, bytes: number): Promise<void> {
  const path = await makeFile(join(folder, `${bytes}.bin`), bytes);
  const saved = await handOver(sender, receiver, server, path, bytes === LARGE_BYTES ? LARGE_MS : undefined);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  // Shared again and again, a browser numbers what it saves: "1 (1).bin".
  expect(basename(saved)).toMatch(new RegExp(`^${bytes}( ?\\(\\d+\\))?\\.bin$`));
}

for (const [name, bytes] of SIZES) {
  test.describe(name, () => {
    if (bytes === LARGE_BYTES) test.slow();
    test(`${name}: Chromium to Chromium`, ({ alice, bob, server, folder }) => sendAndCompare(alice, bob, server, folder, bytes));
    test(`${name}: Chromium to Firefox`, ({ alice, fiona, server, folder }) => sendAndCompare(alice, fiona, server, folder, bytes));
    test(`${name}: Firefox to Chromium`, ({ fiona, alice, server, folder }) => sendAndCompare(fiona, alice, server, folder, bytes));
  });
}
