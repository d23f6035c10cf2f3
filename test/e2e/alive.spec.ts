/**
 * A stream into the downloads lives as long as its page, whatever the browser does with service workers. Long, so it
 * begins early.
 */
import { basename, join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import { expect, openShare, share, test, untilStraight } from './fixtures.ts';

const FILE_BYTES = 25_000_007;
const SAVE_MS = 40_000;
/** Firefox stops a service worker after 30 s without an event. */
const IDLE_MS = 35_000;

test('Firefox streams what does not fit, and keeps the stream alive through a pause', async ({
  alice,
  guests,
  server,
  folder,
}) => {
  test.slow();
  const path = await makeFile(join(folder, 'large.bin'), FILE_BYTES);
  // In KiB, for all sites; one site gets a fifth of it, and never less than 10 MiB.
  const receiver = await guests.firefox({ preferences: { 'dom.quotaManager.temporaryStorage.fixedLimit': 25_600 } });
  await openShare(receiver, await share(alice, server, path));
  await untilStraight(receiver);
  const saved = await receiver.download(async () => {
    await receiver.click('button', 'Download');
    await receiver.waitForStatus('Receiving');
    await receiver.click('button', 'Pause');
    await receiver.waitForStatus('Paused');
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    await receiver.click('button', 'Resume');
  }, SAVE_MS + IDLE_MS);
  await Promise.all([receiver.waitForStatus('Done'), alice.waitForStatus('Done')]);
  expect(basename(saved)).toBe('large.bin');
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
});
