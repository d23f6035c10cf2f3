/** Site data that is cleared in the middle: what was being done fails in words, and can be done again. */
import { join } from 'node:path';

import type { ChromiumPerson } from '../support/chromium.ts';
import { makeFile, sha256OfFile } from '../support/files.ts';
import { expect, openShare, share, test, untilPart } from './fixtures.ts';

/** Enough for a few seconds. */
const BYTES = 60_000_000;

/** No answer for that long is a failure, and it is told at once. */
const MOST_MS = 16_000;

/** As "Clear site data" of the browser does it. */
async function clearSiteData(person: ChromiumPerson, origin: string): Promise<void> {
  const cdp = await person.context.newCDPSession(person.page);
  await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await cdp.detach();
}

// Two transfers, and a silence of 15 s at the worst.
test.setTimeout(120_000);

test('a receiver whose site data is cleared at a fifth is told so, and downloads again in the same page', async ({
  alice,
  guests,
  server,
  folder,
}) => {
  const dora = await guests.chromium();
  const path = await makeFile(join(folder, 'cleared.bin'), BYTES);
  await openShare(dora, await share(alice, server, path));
  await dora.click('button', 'Download');
  await untilPart(dora, 20);
  await clearSiteData(dora, server.origin);
  await dora.waitForStatus('Failed This browser’s storage was cleared', MOST_MS);
  const saved = await dora.download(() => dora.click('button', 'Download'), 60_000);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  await Promise.all([dora.waitForStatus('Done'), alice.waitForStatus('Done')]);
});

test('a sender whose site data is cleared meanwhile sends on', async ({ bob, guests, server, folder }) => {
  const dora = await guests.chromium();
  const path = await makeFile(join(folder, 'cleared.bin'), BYTES);
  await openShare(bob, await share(dora, server, path));
  const saving = bob.download(() => bob.click('button', 'Download'), 60_000);
  await untilPart(bob, 20);
  await clearSiteData(dora, server.origin);
  expect(await sha256OfFile(await saving)).toBe(await sha256OfFile(path));
  await Promise.all([bob.waitForStatus('Done'), dora.waitForStatus('Done')]);
});
