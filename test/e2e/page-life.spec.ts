/** Pages that go and come back, sleep and wake. */
import { join } from 'node:path';

import { makeFile } from '../support/files.ts';
import { expect, openShare, share, test, untilPart } from './fixtures.ts';

/** Enough for a second or two. */
const BYTES = 40_000_000;

test('a receiver’s page that is left by a link comes back alive by Back', async ({
  alice,
  bob,
  fiona,
  server,
  folder,
  forgive,
}) => {
  const link = await share(alice, server, await makeFile(join(folder, 'back.bin'), 10));
  for (const receiver of [bob, fiona]) {
    await openShare(receiver, link);
    await (receiver === bob ? bob.page.goto(`${server.origin}/how`) : fiona.page.goto(`${server.origin}/how`));
    await expect.poll(() => receiver.sees('button', 'Back')).toBe(true);
    await (receiver === bob ? bob.page.goBack() : fiona.page.goBack());
    await receiver.waitForStatus('Ready');
    expect(await receiver.status()).toMatch(/^Ready/);
  }
  forgive(/(NS_BINDING_ABORTED|net::ERR_ABORTED|interrupted while the page was loading)/); // of a page that was left while it loaded
});

test('a page that the browser had kept begins anew in the middle of a transfer, and takes up what it had', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  await openShare(bob, await share(alice, server, await makeFile(join(folder, 'kept.bin'), BYTES)));
  await bob.click('button', 'Download');
  await untilPart(bob, 20);
  const loaded = bob.page.waitForEvent('load');
  await bob.page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await loaded;
  await bob.waitForStatus('Ready');
  await bob.download(() => bob.click('button', 'Download'), 30_000);
  await bob.waitForStatus('Done');
});
