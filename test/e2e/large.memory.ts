/** 4 GiB through two browsers: neither may hold it (npm run test:memory). */
import { join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import { memoryOfTree } from '../support/processes.ts';
import { expect, openShare, share, test } from './fixtures.ts';

const MiB = 1 << 20;
const BYTES = 4096 * MiB;
const TRANSFER_MS = 900_000;
const SAMPLE_MS = 500;
const MOST_RISE_BYTES = 120e6;

/** Samples the memory of a browser, all its processes together, until stopped; then tells how far it rose above the first. */
function watchMemory(pid: number): { stop(): { idleBytes: number; riseBytes: number } } {
  const samples = [memoryOfTree(pid)];
  const timer = setInterval(() => samples.push(memoryOfTree(pid)), SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      const idleBytes = samples[0] ?? NaN;
      return { idleBytes, riseBytes: Math.max(...samples) - idleBytes };
    },
  };
}

test('4 GiB from Chromium to Chromium: the memory of each browser rises by less than 120 MB', async ({ alice, bob, server, folder }) => {
  const path = await makeFile(join(folder, 'large.bin'), BYTES);
  await openShare(bob, await share(alice, server, path));
  await alice.waitForStatus('Ready');
  const watches = [watchMemory(alice.pid), watchMemory(bob.pid)] as const;
  const startMs = performance.now();
  const saved = await bob.download(() => bob.click('button', 'Download'), TRANSFER_MS);
  await Promise.all([bob.waitForStatus('Done'), alice.waitForStatus('Done')]);
  const seconds = (performance.now() - startMs) / 1000;
  const [sender, receiver] = watches.map((watch) => watch.stop());
  for (const [role, memory] of Object.entries({ sender, receiver })) {
    console.log(`${role}: ${((memory?.idleBytes ?? 0) / 1e6).toFixed(0)} MB idle, ${((memory?.riseBytes ?? 0) / 1e6).toFixed(0)} MB more at most`);
  }
  console.log(`${(BYTES / 1e6 / seconds).toFixed(1)} MB/s, saving included`);
  expect.soft(sender?.riseBytes, 'sender').toBeLessThan(MOST_RISE_BYTES);
  expect.soft(receiver?.riseBytes, 'receiver').toBeLessThan(MOST_RISE_BYTES);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
});
