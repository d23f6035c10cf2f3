/** One file, from one browser to another: whatever its size and its name, the same bytes on disk under that name. */
import { basename, join } from 'node:path';

import { makeFile, makeLog, sha256OfFile } from '../support/files.ts';
import type { Person } from '../support/person.ts';
import type { Server } from '../support/server.ts';
import { expect, handOver, test } from './fixtures.ts';

const MiB = 1 << 20;
const SMALL: readonly (readonly [bytes: number, name: string])[] = [
  [0, 'nothing.bin'],
  [1, '한글 이름의 파일 – 최종본.txt'],
  // None with a joiner (👩‍👧): Chromium makes "_" of U+200D in the name of a download (156, 2026-11-20).
  [MiB - 1, '🎉👍🏽 party 🇰🇷.jpg'],
  [MiB, `${'long name '.repeat(19)}123456.dat`],
  [MiB + 1, 'one and a byte.bin'],
];
const LARGE_BYTES = 100_000_000;
const LOG_BYTES = 30_000_000;
const LARGE_MS = 60_000;

async function sendAndCompare(
  sender: Person,
  receiver: Person,
  server: Server,
  folder: string,
  bytes: number,
  name = 'large.bin',
  make: (path: string, bytes: number) => Promise<string> = makeFile,
): Promise<void> {
  const path = await make(join(folder, name), bytes);
  const saved = await handOver(sender, receiver, server, path, LARGE_MS);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  // Shared again and again, a browser numbers what it saves: "large (1).bin".
  expect(
    basename(saved)
      .normalize('NFC')
      .replace(/ ?\(\d+\)(?=\.\w+$)/, ''),
  ).toBe(name);
}

async function sendAll(sender: Person, receiver: Person, server: Server, folder: string): Promise<void> {
  for (const [bytes, name] of SMALL)
    await test.step(`${bytes} bytes: ${name}`, () => sendAndCompare(sender, receiver, server, folder, bytes, name));
}

test.describe('none, one, and about one block', () => {
  test('Chromium to Chromium', ({ alice, bob, server, folder }) => sendAll(alice, bob, server, folder));
  test('Chromium to Firefox', ({ alice, fiona, server, folder }) => sendAll(alice, fiona, server, folder));
  test('Firefox to Chromium', ({ fiona, alice, server, folder }) => sendAll(fiona, alice, server, folder));
});

test.describe('30 MB of text, which goes compressed', () => {
  const sendLog = (sender: Person, receiver: Person, server: Server, folder: string) =>
    sendAndCompare(sender, receiver, server, folder, LOG_BYTES, 'access.log', makeLog);
  test('Chromium to Firefox', ({ alice, fiona, server, folder }) => sendLog(alice, fiona, server, folder));
  test('Firefox to Chromium', ({ fiona, alice, server, folder }) => sendLog(fiona, alice, server, folder));
});

test.describe('100 MB', () => {
  test.slow();
  test('Chromium to Chromium', ({ alice, bob, server, folder }) =>
    sendAndCompare(alice, bob, server, folder, LARGE_BYTES));
  test('Chromium to Firefox', ({ alice, fiona, server, folder }) =>
    sendAndCompare(alice, fiona, server, folder, LARGE_BYTES));
  test('Firefox to Chromium', ({ fiona, alice, server, folder }) =>
    sendAndCompare(fiona, alice, server, folder, LARGE_BYTES));
});
