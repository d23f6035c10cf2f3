/**
 * Nothing lost: pages that are loaded again, people who pause, come back, or open two tabs. Killed browsers are in the
 * table of faults (test/lab).
 */
import { join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import type { ChromiumPerson } from '../support/chromium.ts';
import { expect, openShare, share, test, untilPart } from './fixtures.ts';

/** Enough for a few seconds. */
const BYTES = 40_000_000;
const TRANSFER_MS = 60_000;

const save = (receiver: ChromiumPerson): Promise<string> =>
  receiver.download(() => receiver.click('button', 'Download'), TRANSFER_MS);

test('the sender loads its page again half-way: the same link goes on once the files are chosen again', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  const path = await makeFile(join(folder, 'reload.bin'), BYTES);
  const link = await share(alice, server, path);
  await openShare(bob, link);
  const saving = save(bob);
  await untilPart(bob, 20);
  await alice.reload();
  await alice.waitForStatus('Paused After a reload');
  await bob.waitForStatus('Paused');
  expect(alice.page.url()).not.toContain(new URL(link).hash.slice(1));
  await alice.chooseFilesAgain(path);
  expect(await alice.shareLink()).toBe(link);
  expect(await sha256OfFile(await saving)).toBe(await sha256OfFile(path));
  await Promise.all([bob.waitForStatus('Done'), alice.waitForStatus('Done')]);
});

test('a sender in Firefox loads its page again: the same link goes on', async ({ fiona, bob, server, folder }) => {
  const path = await makeFile(join(folder, 'firefox.bin'), 3_000_000);
  const link = await share(fiona, server, path);
  await openShare(bob, link);
  await fiona.reload();
  await fiona.waitForStatus('Paused After a reload');
  await fiona.chooseFilesAgain(path);
  expect(await fiona.shareLink()).toBe(link);
  await openShare(bob, link);
  expect(await sha256OfFile(await save(bob))).toBe(await sha256OfFile(path));
  await fiona.waitForStatus('Done');
});

test('either side pauses, the other is told, and it goes on by Resume', async ({ alice, bob, server, folder }) => {
  const path = await makeFile(join(folder, 'pause.bin'), BYTES);
  await openShare(bob, await share(alice, server, path));
  const saving = save(bob);
  await untilPart(bob, 10);
  await bob.click('button', 'Pause');
  await Promise.all([bob.waitForStatus('Paused You paused'), alice.waitForStatus('Paused They paused')]);
  await bob.click('button', 'Resume');
  await Promise.all([bob.waitForStatus('Receiving'), alice.waitForStatus('Sending')]);
  await alice.click('button', 'Pause');
  await Promise.all([alice.waitForStatus('Paused You paused'), bob.waitForStatus('Paused The sender paused')]);
  await alice.click('button', 'Resume');
  expect(await sha256OfFile(await saving)).toBe(await sha256OfFile(path));
  await Promise.all([bob.waitForStatus('Done'), alice.waitForStatus('Done')]);
});

test('the same share in two tabs: the second waits for the first, on either side', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  const path = await makeFile(join(folder, 'tabs.bin'), BYTES);
  const link = await share(alice, server, path);
  await openShare(bob, link);
  await bob.click('button', 'Download');
  await untilPart(bob, 10);
  await bob.click('button', 'Pause');
  const second = await bob.context.newPage();
  await second.goto(link);
  await expect(second.getByRole('status')).toContainText('Paused This is open in another tab');
  const other = await alice.context.newPage();
  await other.goto(alice.page.url());
  await expect(other.getByRole('status')).toContainText('Paused This is open in another tab');
  await other.close();
  // The first tab goes elsewhere: as good as closed.
  await bob.page.goto('about:blank');
  await expect(second.getByRole('status')).toContainText('Ready The other tab is closed');
  await second.getByRole('button', { name: 'Download' }).click();
  await expect(second.getByRole('status')).toContainText('Done', { timeout: TRANSFER_MS });
  await second.close();
});

test('a link for one download is dead after it, and says so', async ({ alice, bob, carol, server, folder }) => {
  const link = await share(alice, server, await makeFile(join(folder, 'once.bin'), 1000));
  await alice.page.getByText('Options').click();
  await alice.page.getByRole('combobox', { name: 'Download limit' }).selectOption('1');
  await openShare(bob, link);
  await save(bob);
  await alice.waitForStatus('Done Download limit reached');
  await carol.open(link);
  await carol.waitForStatus('Stopped The download limit of this link is reached');
});

test('a link with a password opens with it', async ({ alice, bob, server, folder }) => {
  const path = await makeFile(join(folder, 'locked.bin'), 1000);
  const plain = await share(alice, server, path);
  await alice.page.getByText('Options').click();
  await alice.page.getByLabel('Password').fill('빛처럼 open sesame');
  await alice.click('button', 'Set password');
  await expect.poll(() => alice.shareLink()).toBe(`${plain}.p1`);
  await bob.open(`${plain}.p1`);
  await bob.waitForStatus('Waiting');
  await bob.page.getByLabel('Password').fill('open sesame');
  await bob.click('button', 'Open');
  await bob.waitForStatus('Waiting Either');
  await bob.click('button', 'Try another password');
  await bob.page.getByLabel('Password').fill('빛처럼 open sesame');
  await bob.click('button', 'Open');
  await bob.waitForStatus('Ready');
  expect(await sha256OfFile(await save(bob))).toBe(await sha256OfFile(path));
});

// Scripts cannot drop what has handles, and no dialog opens without a head: only these are put in, real ones, to a file
// in OPFS, which needs no permission.
for (const how of ['dropped', 'chosen'] as const) {
  test(`what was ${how} can be read again after a reload, without choosing it`, async ({ alice, bob, server }) => {
    await alice.open(server.origin);
    const sent = await alice.page.evaluate(async (how) => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle(`${how}.bin`, { create: true });
      const writable = await handle.createWritable();
      await writable.write(crypto.getRandomValues(new Uint8Array(60_000)));
      await writable.close();
      const file = await handle.getFile();
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(file);
      Object.defineProperty(DataTransferItem.prototype, 'getAsFileSystemHandle', { value: async () => handle });
      Object.defineProperty(window, 'showOpenFilePicker', { value: async () => [handle] });
      if (how === 'dropped')
        document.body.dispatchEvent(
          new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true }),
        );
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }, how);
    if (how === 'chosen') await alice.click('button', 'Choose files');
    const link = await alice.shareLink();
    await alice.reload();
    await alice.waitForStatus('Waiting Nobody has opened the link yet');
    expect(await alice.shareLink()).toBe(link);
    await openShare(bob, link);
    expect(await sha256OfFile(await save(bob))).toBe(sent);
  });
}
