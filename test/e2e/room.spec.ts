/** A room in which everybody gives and takes: two browsers of different makers, and what becomes of it after a reload. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Locator } from '@playwright/test';

import { makeFile, sha256OfFile } from '../support/files.ts';
import type { ChromiumPerson } from '../support/chromium.ts';
import type { Server } from '../support/server.ts';
import { expect, openShare, share, test } from './fixtures.ts';

const TRANSFER_MS = 60_000;

/** A share of somebody else, or of this person, beside the first. */
const cardOf = (person: ChromiumPerson, name: string | RegExp): Locator =>
  person.page.getByRole('group', { name, exact: true });

const takeFrom = (person: ChromiumPerson, name: string): Promise<string> =>
  person.download(() => cardOf(person, name).getByRole('button', { name: 'Download' }).click(), TRANSFER_MS);

async function askForFiles(host: ChromiumPerson, server: Server): Promise<string> {
  await host.open(server.origin);
  await host.click('button', 'Receive files');
  return host.shareLink();
}

test('the host’s files are taken, and so is what the one who took them adds; both write meanwhile (Firefox gives)', async ({
  alice,
  fiona,
  server,
  folder,
}) => {
  const film = await makeFile(join(folder, 'film.bin'), 3_000_000);
  const song = await makeFile(join(folder, 'song.bin'), 2_000_000);
  await openShare(fiona, await share(alice, server, film));
  await fiona.addFiles(song);
  const card = cardOf(alice, 'From person 1');
  await expect(card).toContainText('song.bin');
  const [saved, given] = await Promise.all([
    fiona.download(() => fiona.click('button', 'Download'), TRANSFER_MS),
    takeFrom(alice, 'From person 1'),
    alice
      .find('textbox', 'Note')
      .fill('Thank you')
      .then(() => alice.page.keyboard.press('Enter')),
  ]);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(film));
  expect(await sha256OfFile(given)).toBe(await sha256OfFile(song));
  await Promise.all([fiona.waitForStatus('Done'), alice.waitForStatus('Done')]);
  await expect(card).toContainText('Done');
  await expect(alice.find('list', 'Notes')).toContainText('Arrived');
});

test('who comes later finds what the host gives and what a guest gives, and takes both (Firefox gives)', async ({
  alice,
  carol,
  fiona,
  server,
  folder,
}) => {
  const film = await makeFile(join(folder, 'film.bin'), 1_500_000);
  const song = await makeFile(join(folder, 'song.bin'), 2_500_000);
  const link = await share(alice, server, film);
  await openShare(fiona, link);
  await fiona.addFiles(song);
  await expect(cardOf(alice, 'From person 1')).toContainText('song.bin');
  await openShare(carol, link);
  const card = cardOf(carol, 'From somebody else here');
  await expect(card).toContainText('song.bin');
  const given = await carol.download(() => card.getByRole('button', { name: 'Download' }).click(), TRANSFER_MS);
  expect(await sha256OfFile(given)).toBe(await sha256OfFile(song));
  const saved = await carol.download(() => carol.click('button', 'Download'), TRANSFER_MS);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(film));
  await carol.waitForStatus('Done');
});

test('a folder and more files are added to a link that is open: whoever comes later finds them all', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  const first = await makeFile(join(folder, 'first.bin'), 1_500_000);
  await mkdir(join(folder, 'more'));
  const second = await makeFile(join(folder, 'more', 'second.bin'), 1_200_000);
  const link = await share(alice, server, first);
  await alice.addFolder(join(folder, 'more'));
  await expect(cardOf(alice, 'Added by you')).toContainText('second.bin');
  await openShare(bob, link);
  await expect(cardOf(bob, 'From the host')).toContainText('second.bin');
  await cardOf(bob, 'From the host')
    .getByRole('button', { name: /^Save as one ZIP: / })
    .waitFor();
  const saved = await bob.download(() => bob.click('button', 'Download'), TRANSFER_MS);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(first));
  await cardOf(bob, 'From the host')
    .getByRole('button', { name: /^Download: / })
    .click();
  await expect(cardOf(bob, 'From the host')).toContainText('Done');
  const inFolder = (await bob.savedFiles()).find((each) => each.path === 'more/second.bin');
  expect(inFolder?.sha256).toBe(await sha256OfFile(second));
});

test('a link that asks for files: two give, and the host takes both', async ({ alice, bob, fiona, server, folder }) => {
  const link = await askForFiles(alice, server);
  await alice.waitForStatus('Waiting');
  const paths = await Promise.all(['bob', 'fiona'].map((name) => makeFile(join(folder, `${name}.bin`), 1_800_000)));
  for (const [index, person] of [bob, fiona].entries()) {
    await person.open(link);
    await person.waitForStatus('Ready There are no files here yet');
    await person.addFiles(paths[index]!);
    await expect(cardOf(alice, `From person ${index + 1}`)).toContainText(index === 0 ? 'bob.bin' : 'fiona.bin');
  }
  for (const [index, path] of paths.entries())
    expect(await sha256OfFile(await takeFrom(alice, `From person ${index + 1}`))).toBe(await sha256OfFile(path));
  await expect(cardOf(bob, 'Added by you')).toContainText('Downloaded by 1 person');
});

test('each side loads its page again in the middle of what a guest gives: it goes on', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  test.slow();
  const path = await makeFile(join(folder, 'long.bin'), 60_000_000);
  const link = await askForFiles(alice, server);
  await bob.open(link);
  await bob.waitForStatus('Ready');
  await bob.addFiles(path);
  const card = cardOf(alice, /^From person/); // who loads the page again is somebody else to the room
  await card.getByRole('button', { name: 'Download' }).click();
  const progress = card.getByRole('progressbar');
  const part = async () => Number(await progress.getAttribute('aria-valuenow', { timeout: 1000 }).catch(() => 0));
  await expect.poll(part, { intervals: [50], timeout: TRANSFER_MS }).toBeGreaterThanOrEqual(10);
  await bob.reload();
  await cardOf(bob, 'Added by you')
    .getByRole('button', { name: /Choose the files again/ })
    .waitFor();
  await bob.chooseFilesAgain(path);
  await expect.poll(part, { intervals: [50], timeout: TRANSFER_MS }).toBeGreaterThanOrEqual(30);
  await alice.reload();
  expect(await alice.shareLink()).toBe(link);
  const saved = await alice.download(
    () => card.getByRole('button', { name: 'Download' }).click({ timeout: TRANSFER_MS }),
    TRANSFER_MS,
  );
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
});

test('a text alone is a share: it is pasted on the start page, and read at the other side', async ({
  alice,
  bob,
  server,
}) => {
  await alice.open(server.origin);
  await alice.find('button', 'Choose files').waitFor();
  await alice.page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'The door code is 4711');
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  const link = await alice.shareLink();
  await bob.open(link);
  await expect(bob.find('list', 'Notes')).toContainText('The door code is 4711');
  await expect(alice.find('list', 'Notes')).toContainText('Arrived');
});
