/** The list in which a person chooses files, inside of the page; and what the page then says and does. */
import '../../../src/ui/app/base.css';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import type { ChoiceView, ReceiveView } from '../../../src/session/view/receive.ts';
import type { FileView } from '../../../src/session/view/share.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import '../../../src/ui/room/choice/choosing.ts';
import type { Choosing } from '../../../src/ui/room/choice/beam-choice.ts';
import { FakeBeamline, FakeReceive, HASH } from './fixtures.ts';
import { focused, mountApp, mountState, settled } from './mount.ts';
import { STATES } from './states.ts';

beforeEach(() => switchLocale('en'));

/** The page in that state, and what its session was asked. */
async function show(name: string): Promise<FakeReceive> {
  const state = STATES[name];
  if (state?.type !== 'receiver') throw new Error(`no state ${name}`);
  const session = new FakeReceive(state.view);
  await mountApp(new FakeBeamline(undefined, session), HASH);
  await settled();
  if (state.view.choice !== undefined)
    await expect.element(page.getByRole('button', { name: 'Select all' })).toBeVisible();
  return session;
}

const box = (name: string) => page.getByRole('checkbox', { name, exact: true });
const chosen = (session: FakeReceive) => session.calls.filter((call) => call.startsWith('choose'));

describe('a list of files', () => {
  test('has a checkbox for each, under its name, all of them checked; one click downloads', async () => {
    const session = await show('receiver-all-chosen');
    const boxes = page.getByRole('list', { name: 'Files', exact: true }).getByRole('checkbox').elements();
    expect(boxes.map((each) => [each.ariaLabel, (each as HTMLInputElement).checked])).toEqual(
      (session.view as ReceiveView).files.map(({ path }) => [path, true]),
    );
    await expect.element(page.getByText('3 of 3 files · 1.2 GB')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Select all' })).toBeDisabled();
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    expect(session.calls).toContain('accept folder');
  });

  test('asks for what was clicked, on the box and on the name', async () => {
    const session = await show('receiver-choosing');
    await box('photos/IMG_2041.jpg').click();
    await page
      .getByText(/회의록/)
      .first()
      .click();
    expect(chosen(session)).toEqual(['choose 1-1 false', 'choose 2-2 false']);
    await expect.element(box('photos/IMG_2041.jpg')).toBeChecked(); // until the session says otherwise
    await page.getByRole('button', { name: 'Select none' }).click();
    await page.getByRole('button', { name: 'Select all' }).click();
    expect(chosen(session).slice(2)).toEqual([
      `choose 0-${Number.MAX_SAFE_INTEGER} false`,
      `choose 0-${Number.MAX_SAFE_INTEGER} true`,
    ]);
  });

  test('says on the button what it takes, and with nothing chosen why it takes nothing', async () => {
    await show('receiver-choosing');
    const button = page.getByRole('button', { name: 'Download', exact: true });
    await expect.element(button).toBeEnabled();
    await expect.element(button).toHaveAccessibleDescription('2 files, 4.4 MB');
    await show('receiver-nothing-chosen');
    await expect.element(button).toBeDisabled();
    await expect.element(button).toHaveAccessibleDescription('Choose at least one file.');
  });

  test('has no more rows than are shown: the others have one box together', async () => {
    const session = await show('receiver-choosing-many');
    expect(page.getByRole('checkbox', { name: 'scan', exact: false }).elements()).toHaveLength(500);
    await box('and 11,980 more').click();
    expect(chosen(session)).toEqual([`choose 500-${Number.MAX_SAFE_INTEGER} true`]);
  });

  test('is one stop of the keyboard, in which the arrows go from file to file and Space chooses', async () => {
    const session = await show('receiver-choosing');
    const [first, second, third] = (session.view as ReceiveView).files.map(({ path }) => path);
    (box(first!).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()?.ariaLabel).toBe(second);
    await userEvent.keyboard(' ');
    expect(chosen(session)).toEqual(['choose 1-1 false']);
    await userEvent.keyboard('{End}{ArrowDown}');
    expect(focused()?.ariaLabel).toBe(third);
    await userEvent.keyboard('{Home}{ArrowUp}');
    expect(focused()?.ariaLabel).toBe(first);
    await userEvent.keyboard('{ArrowDown}');
    await userEvent.tab();
    expect(focused()?.closest('li')).toBeNull();
    await userEvent.tab({ shift: true });
    expect(focused()?.ariaLabel).toBe(second);
  });

  test('cannot be changed while its files are on their way, and says how much of them is here', async () => {
    await show('receiver-receiving-chosen');
    await expect.element(page.getByRole('heading', { name: 'Receiving 2 files' })).toBeVisible();
    await expect.element(page.getByText('2 MB of 4.4 MB')).toBeVisible();
    await expect.element(box('photos/IMG_2041.jpg')).toBeDisabled();
    await expect.element(page.getByRole('button', { name: 'Select none' })).toBeDisabled();
  });

  test('marks what is saved, and offers the rest', async () => {
    const session = await show('receiver-done-chosen');
    await expect.element(page.getByRole('heading', { name: '2 files received' })).toBeVisible();
    await expect
      .element(page.getByRole('status'))
      .toHaveTextContent('Done Everything but 1 file is saved to your downloads, or to the place that you chose.');
    expect(page.getByText('Saved', { exact: true }).elements()).toHaveLength(2);
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    expect(session.calls).toContain('accept folder');
  });
});

test('a share of one file, and one that is wholly on its way, have no boxes', async () => {
  await show('receiver-ready-one');
  expect(page.getByRole('checkbox', { name: 'photos', exact: false }).elements()).toEqual([]);
  const element = document.createElement('beam-choice');
  const files: readonly FileView[] = [
    { path: 'a', bytes: 1 },
    { path: 'b', bytes: 1 },
  ];
  const choice: ChoiceView = {
    amount: { files: 2, bytes: 2 },
    isNone: false,
    isAll: true,
    isOpen: false,
    saved: { files: 0, bytes: 0 },
    unlisted: undefined,
  };
  Object.assign(element, { files, choice, amount: choice.amount, label: 'Files' });
  document.body.replaceChildren(element);
  await element.updateComplete;
  expect(element.renderRoot.querySelector('input')).toBeNull();
  element.choice = { ...choice, isOpen: true };
  await element.updateComplete;
  const events: Choosing[] = [];
  element.addEventListener('beam-choose', (event) => events.push((event as CustomEvent<Choosing>).detail));
  element.renderRoot.querySelector('input')?.click();
  expect(events).toEqual([{ files: [0, 0], isChosen: false }]);
});

test.each(['en', 'ko'] as const)('on a phone no button stands alone in a row, in %s', async (locale) => {
  await page.viewport(390, 844);
  await switchLocale(locale);
  await mountState(STATES['receiver-choosing']!);
  const names = { en: ['Select all', 'Select none'], ko: ['모두 선택', '선택 해제'] }[locale];
  const tops = names.map((name) => page.getByRole('button', { name }).element().getBoundingClientRect().top);
  expect(new Set(tops).size).toBe(1);
});

test('the sender sees how many files somebody took', async () => {
  await mountState(STATES['sender-chosen']!);
  await expect.element(page.getByText('2 of 3 files')).toBeVisible();
  await expect
    .element(page.getByRole('status'))
    .toHaveTextContent('Done Everyone who opened it has the files that they chose. The link still works.');
});
