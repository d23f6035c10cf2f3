/** Several receivers of one share at the same time. */
import { join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import type { ChromiumPerson } from '../support/chromium.ts';
import { expect, openShare, share, test } from './fixtures.ts';

/** Enough that there is a half-way to cancel at. */
const BYTES = 40_000_000;
const TRANSFER_MS = 60_000;

const progressOf = async (person: ChromiumPerson): Promise<number> =>
  Number(
    await person
      .find('progressbar', 'Progress')
      .getAttribute('aria-valuenow', { timeout: 1000 })
      .catch(() => 0),
  );

test('three at once: one cancels half-way, two have the same bytes, and the sender sees which is which', async ({
  alice,
  bob,
  carol,
  fiona,
  server,
  folder,
}) => {
  test.slow();
  const path = await makeFile(join(folder, 'three.bin'), BYTES);
  const link = await share(alice, server, path);
  await Promise.all([bob, carol, fiona].map((receiver) => openShare(receiver, link)));

  const saved = Promise.all(
    [bob, fiona].map((receiver) => receiver.download(() => receiver.click('button', 'Download'), TRANSFER_MS)),
  );
  await carol.click('button', 'Download');
  await expect.poll(() => progressOf(carol), { intervals: [50], timeout: TRANSFER_MS }).toBeGreaterThanOrEqual(30);
  await carol.click('button', 'Cancel');
  await carol.waitForStatus('Ready You stopped it');

  const sent = await sha256OfFile(path);
  for (const file of await saved) expect(await sha256OfFile(file)).toBe(sent);
  await Promise.all([bob, fiona].map((receiver) => receiver.waitForStatus('Done')));
  await alice.waitForStatus('Done');
  const receivers = alice.find('list', 'People').getByRole('listitem');
  await expect(receivers).toHaveCount(3);
  await expect(receivers.filter({ has: alice.page.getByText('Done', { exact: true }) })).toHaveCount(2);
  await expect(receivers.filter({ hasText: 'They stopped the download' })).toHaveCount(1);
});

test('one who cancelled can start again and gets it all', async ({ alice, bob, server, folder }) => {
  const path = await makeFile(join(folder, 'again.bin'), BYTES / 2);
  await openShare(bob, await share(alice, server, path));
  await bob.click('button', 'Download');
  await bob.waitForStatus('Receiving');
  await bob.click('button', 'Cancel');
  await bob.waitForStatus('Ready You stopped it');
  const saved = await bob.download(() => bob.click('button', 'Download'), TRANSFER_MS);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  await bob.waitForStatus('Done');
});

test('the sender cancels: the receiver is told, and so is who opens the link later', async ({
  alice,
  bob,
  carol,
  server,
  folder,
}) => {
  const link = await share(alice, server, await makeFile(join(folder, 'cancel.bin'), BYTES));
  await openShare(bob, link);
  await bob.click('button', 'Download');
  await bob.waitForStatus('Receiving');
  await alice.waitForStatus('Sending');
  await alice.click('button', 'Cancel');
  await bob.waitForStatus('Stopped The sender ended this share', 5000);
  await alice.waitForStatus('Stopped You stopped sharing', 5000);
  await carol.open(link);
  await carol.waitForStatus('Stopped The sender stopped sharing');
});

test('the sender is not done before the receiver is', async ({ alice, bob, server, folder }) => {
  await openShare(bob, await share(alice, server, await makeFile(join(folder, 'order.bin'), 5_000_000)));
  await bob.download(() => bob.click('button', 'Download'));
  await Promise.all([bob.waitForStatus('Done'), alice.waitForStatus('Done')]);
  const firstTime = async (person: typeof alice, word: string): Promise<number> =>
    (await person.statuses()).find(({ text }) => text.startsWith(word))?.atMs ?? NaN;
  // The receipt leaves just before the receiver's own line is drawn: a few frames of leeway.
  expect(await firstTime(alice, 'Done')).toBeGreaterThan((await firstTime(bob, 'Done')) - 100);
});
