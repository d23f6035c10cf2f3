/** 4 GiB through two browsers: neither may hold it (npm run test:memory). */
import { join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import { MemoryWatch } from '../support/memory-watch.ts';
import { expect, openShare, share, test } from './fixtures.ts';

const MiB = 1 << 20;
const BYTES = 4096 * MiB;
const TRANSFER_MS = 900_000;
const MOST_RISE_BYTES = 120e6;

test('4 GiB from Chromium to Chromium: the memory of each browser rises by less than 120 MB', async ({ alice, bob, server, folder }) => {
  const path = await makeFile(join(folder, 'large.bin'), BYTES);
  await openShare(bob, await share(alice, server, path));
  await alice.waitForStatus('Ready');
  const watches = { sender: new MemoryWatch(alice.pid), receiver: new MemoryWatch(bob.pid) };
  const startMs = performance.now();
  const saved = await bob.download(() => bob.click('button', 'Download'), TRANSFER_MS);
  await Promise.all([bob.waitForStatus('Done'), alice.waitForStatus('Done')]);
  const seconds = (performance.now() - startMs) / 1000;
  for (const [role, watch] of Object.entries(watches)) {
    const riseBytes = watch.stop();
    console.log(`${role}: ${(watch.idleBytes / 1e6).toFixed(0)} MB idle, ${(riseBytes / 1e6).toFixed(0)} MB more at most`);
    expect.soft(riseBytes, role).toBeLessThan(MOST_RISE_BYTES);
  }
  console.log(`${(BYTES / 1e6 / seconds).toFixed(1)} MB/s, saving included`);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
});
