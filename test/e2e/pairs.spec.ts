/** One file, from one browser to another: whatever its size, the same bytes on disk. */
import { basename, join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import type { Person } from '../support/person.ts';
import type { Server } from '../support/server.ts';
import { expect, handOver, test } from './fixtures.ts';

const MiB = 1 << 20;
const SMALL_BYTES: readonly number[] = [0, 1, MiB - 1, MiB, MiB + 1];
const LARGE_BYTES = 100_000_000;
const LARGE_MS = 60_000;

async function sendAndCompare(sender: Person, receiver: Person, server: Server, folder: string, bytes: number): Promise<void> {
  const path = await makeFile(join(folder, `${bytes}.bin`), bytes);
  const saved = await handOver(sender, receiver, server, path, LARGE_MS);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  // Shared again and again, a browser numbers what it saves: "1 (1).bin".
  expect(basename(saved)).toMatch(new RegExp(`^${bytes}( ?\\(\\d+\\))?\\.bin$`));
}

async function sendAll(sender: Person, receiver: Person, server: Server, folder: string): Promise<void> {
  for (const bytes of SMALL_BYTES) await test.step(`${bytes} bytes`, () => sendAndCompare(sender, receiver, server, folder, bytes));
}

test.describe('none, one, and about one block', () => {
  test('Chromium to Chromium', ({ alice, bob, server, folder }) => sendAll(alice, bob, server, folder));
  test('Chromium to Firefox', ({ alice, fiona, server, folder }) => sendAll(alice, fiona, server, folder));
  test('Firefox to Chromium', ({ fiona, alice, server, folder }) => sendAll(fiona, alice, server, folder));
});

test.describe('100 MB', () => {
  test.slow();
  test('Chromium to Chromium', ({ alice, bob, server, folder }) => sendAndCompare(alice, bob, server, folder, LARGE_BYTES));
  test('Chromium to Firefox', ({ alice, fiona, server, folder }) => sendAndCompare(alice, fiona, server, folder, LARGE_BYTES));
  test('Firefox to Chromium', ({ fiona, alice, server, folder }) => sendAndCompare(fiona, alice, server, folder, LARGE_BYTES));
});
