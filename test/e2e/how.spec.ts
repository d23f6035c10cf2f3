/** "How it works": by keyboard, beside a transfer, and without a network. */
import { join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import { startServer } from '../support/server.ts';
import { expect, openShare, share, test } from './fixtures.ts';

/** Enough for a second or two. */
const BYTES = 40_000_000;
/** More than any page of ours has to tab through. */
const MOST_TABS = 40;

test('is reached by keyboard, by its address, and left again', async ({ alice, server }) => {
  const { page } = alice;
  const heading = page.getByRole('heading', { level: 1, name: 'How it works' });
  await alice.open(server.origin);
  const link = alice.find('link', 'How it works');
  await link.waitFor();
  for (let tabs = 0; tabs < MOST_TABS && !(await link.evaluate((element) => element.matches(':focus'))); tabs += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(heading).toBeFocused();
  await page.reload();
  await expect(heading).toBeVisible();
  await page.goBack();
  await expect(alice.find('button', 'Choose files')).toBeVisible();
});

test('can be read while bytes move, which goes on behind it', async ({ alice, bob, server, folder }) => {
  const path = await makeFile(join(folder, 'behind.bin'), BYTES);
  await openShare(bob, await share(alice, server, path));
  const saved = await bob.download(async () => {
    await bob.click('button', 'Download');
    await bob.waitForStatus('Receiving');
    for (const person of [alice, bob]) await person.click('link', 'How it works');
  });
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  for (const person of [alice, bob]) {
    await person.click('button', 'Back');
    await person.waitForStatus('Done');
  }
});

for (const [language, locale, title] of [
  ['English', 'en-US', 'How it works'],
  ['Korean', 'ko-KR', '작동 방식'],
] as const) {
  test(`can be read in ${language} without a network after one visit of the start page`, async ({
    guests,
    forgive,
  }) => {
    const server = await startServer();
    const person = await guests.chromium({ locale });
    await person.open(server.origin);
    await person.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await server.stop();
    for (const address of [server.origin, `${server.origin}/how`]) {
      await person.open(address);
      if (address === server.origin) await person.page.getByRole('link', { name: title }).click();
      await expect(person.page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    }
    person.diary.requests = [];
    forgive(/./);
  });
}
