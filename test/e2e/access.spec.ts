/** Without a mouse, with a screen reader, in Korean, in the dark. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Locator, Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

import { makeFile, sha256OfFile } from '../support/files.ts';
import type { ChromiumPerson } from '../support/chromium.ts';
import type { Role } from '../support/person.ts';
import { expect, share, test } from './fixtures.ts';

/** More than any page of ours has to tab through. */
const MOST_TABS = 40;

declare global {
  var axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
}

/** Presses Tab until it has the focus; not at all when it has it. */
async function tabTo({ page }: ChromiumPerson, target: Locator): Promise<void> {
  await target.waitFor();
  for (let tabs = 0; tabs <= MOST_TABS; tabs += 1) {
    if (await target.evaluate((element) => element.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by ${MOST_TABS} tabs`);
}

async function press(person: ChromiumPerson, role: Role, name: string, key: 'Enter' | 'Space'): Promise<void> {
  await tabTo(person, person.find(role, name));
  await person.page.keyboard.press(key);
}

test('sending and receiving by keyboard alone', async ({ alice, bob, server, folder }) => {
  const path = await makeFile(join(folder, 'keys.bin'), 100_000);
  await alice.open(server.origin);
  const choosing = alice.page.waitForEvent('filechooser');
  await press(alice, 'button', 'Choose files', 'Enter');
  await (await choosing).setFiles(path);
  const link = await alice.shareLink();
  await tabTo(alice, alice.find('textbox', 'Share link'));
  await press(alice, 'button', 'Copy link', 'Space');

  await bob.open(link);
  await bob.waitForStatus('Ready');
  const saved = await bob.download(() => press(bob, 'button', 'Download', 'Enter'));
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  await bob.waitForStatus('Done');

  await press(alice, 'button', 'Cancel', 'Space');
  await expect(alice.find('button', 'Cancel')).toBeHidden();
});

/** All rules of WCAG 2.2 AA and axe's best practices; open shadow roots are looked into. */
async function violations(page: Page, axeSource: string): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.flat().join(' ')})`),
  );
}

for (const [language, locale] of [
  ['English', 'en-US'],
  ['Korean', 'ko-KR'],
] as const) {
  test(`axe finds nothing in ${language}, light or dark`, async ({ guests, server, folder, forgive }) => {
    test.slow();
    const axeSource = await readFile(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
    const [sender, receiver] = await Promise.all([
      guests.chromium({ locale, bypassCSP: true }),
      guests.chromium({ locale, bypassCSP: true }),
    ]);
    const check = async (place: string, { page }: ChromiumPerson): Promise<void> => {
      expect(await page.locator('html').getAttribute('lang'), 'language of the page').toBe(locale.slice(0, 2));
      for (const colorScheme of ['light', 'dark'] as const) {
        // Without motion, or colours on their way from one scheme to the other are measured.
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        expect.soft(await violations(page, axeSource), `${place}, ${colorScheme}`).toEqual([]);
      }
    };
    // The names are Korean here: by what the elements are.
    const path = await makeFile(join(folder, '보고서.pdf'), 1000);
    await sender.open(server.origin);
    await sender.page.locator('input[type=file][multiple]').waitFor();
    await check('home', sender);
    await sender.page.locator('input[type=file][multiple]').setInputFiles(path);
    const field = sender.page.locator('beam-link input');
    await expect(field).toHaveValue(/#[\w-]{22}$/);
    await check('sender, alone', sender);

    await receiver.open(`${server.origin}/#AAAA`);
    await receiver.page.getByRole('status').waitFor();
    await check('broken link', receiver);
    await receiver.open(await field.inputValue());
    const download = receiver.page.locator('beam-receiver button.primary');
    await download.waitFor();
    await check('receiver, offered', receiver);
    await check('sender, with a receiver', sender);
    await receiver.download(() => download.click());
    await receiver.page.locator('[data-status=done]').first().waitFor();
    await check('receiver, done', receiver);
    await sender.page.locator('[role=status][data-status=done]').waitFor();
    await check('sender, done', sender);
    forgive(/axe/i);
  });
}

test('the page is in the language of the browser', async ({ guests, server }) => {
  const korean = await guests.chromium({ locale: 'ko-KR' });
  await korean.open(server.origin);
  await expect(korean.page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(korean.page.getByRole('button', { name: 'Choose files' })).toHaveCount(0);
});

test('status, progress and connection have their names while bytes flow', async ({ alice, bob, server, folder }) => {
  await bob.open(await share(alice, server, await makeFile(join(folder, 'names.bin'), 60_000_000)));
  await bob.waitForStatus('Ready');
  await bob.click('button', 'Download');
  await Promise.all([bob.waitForStatus('Receiving'), alice.waitForStatus('Sending')]);
  for (const person of [alice, bob]) {
    await expect(person.find('progressbar', 'Progress')).toBeVisible();
    await expect(person.find('region', 'Connection').getByRole('paragraph').first()).toHaveText(
      'Direct, on your own network.',
    );
    await expect(person.find('button', 'Cancel')).toBeVisible();
    await expect(person.page.getByRole('status')).toHaveCount(1);
  }
  await expect(alice.find('img', 'QR code')).toBeVisible();
});
