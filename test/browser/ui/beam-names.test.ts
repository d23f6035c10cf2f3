/**
 * What is told of names that were changed, of hidden files, and of what was left out: as text, with the reason, in both
 * languages.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';

import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { mountState } from './mount.ts';
import { STATES } from './states.ts';

async function show(name: string): Promise<void> {
  const state = STATES[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  await mountState(state);
}

/** Without what keeps the direction of a name its own. */
const textOf = async (tag: string): Promise<string> => {
  await customElements.whenDefined(tag);
  const element = () => deep(document.body, tag);
  await expect.poll(() => element()?.shadowRoot?.textContent ?? '').not.toBe('');
  return (element()?.shadowRoot?.textContent ?? '')
    .replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
};

function deep(root: ParentNode, tag: string): Element | undefined {
  for (const element of root.querySelectorAll('*')) {
    const found =
      element.localName === tag ? element : element.shadowRoot === null ? undefined : deep(element.shadowRoot, tag);
    if (found !== undefined) return found;
  }
  return undefined;
}

beforeEach(() => switchLocale('en'));
afterEach(() => switchLocale('en'));

describe('a receiver', () => {
  test('is told which names were changed, how and why', async () => {
    await show('receiver-ready-renamed');
    const text = await textOf('beam-names');
    expect(text).toContain('1,204 names were changed');
    expect(text).toContain(
      '“photos\\IMG_2041.jpg” becomes “photos_IMG_2041.jpg” some of its characters are not allowed everywhere',
    );
    expect(text).toContain('“CON” becomes “_CON” this name has a special meaning on some systems');
    expect(text).toContain('and 1,196 more');
    expect(text).toContain(
      '2 hidden files. Many systems do not show names that begin with a dot: .git/config site/.env',
    );
  });

  test('sees that an empty folder is one', async () => {
    await show('receiver-ready-renamed');
    await expect
      .element(page.getByRole('list', { name: 'Files', exact: true }))
      .toMatchTextContent(/photos\/empty Empty folder/);
  });

  test('can have a hidden file with its dot, and is told how', async () => {
    await show('receiver-ready-hidden');
    await expect
      .element(page.getByText('Browsers drop the dot in front of this name. The ZIP keeps it, and the date.'))
      .toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Save as one ZIP' })).toBeVisible();
  });

  test.each([
    ['receiver-ready', '“Download” asks for a folder. Only the ZIP keeps the files’ dates.'],
    ['receiver-ready-zip', 'You get one ZIP. It keeps the files’ dates.'],
  ])('%s is told what keeps the dates', async (state, hint) => {
    await show(state);
    await expect.element(page.getByText(hint)).toBeVisible();
  });

  test('of one plain file is told nothing of all that', async () => {
    await show('receiver-ready-one');
    expect(deep(document.body, 'beam-names')).toBeUndefined();
    expect(page.getByText(/ZIP/).elements()).toEqual([]);
  });

  test('is told in Korean', async () => {
    await switchLocale('ko');
    await show('receiver-ready-renamed');
    expect(await textOf('beam-names')).toContain('이름 1,204개를 바꿨어요');
  });
});

describe('a sender', () => {
  test('is told what was left out, and why', async () => {
    await show('sender-left-out');
    const text = await textOf('beam-left-out');
    expect(text).toContain('60 of what you chose are not shared:');
    expect(text).toContain('photos/private/diary.txt It cannot be read.');
    expect(text).toContain('photos/link.txt It is no longer there.');
    expect(text).toContain('and 57 more');
    expect(text).toContain('photos: Empty folders in it, if there are any, are not shared');
  });

  test('is told nothing where all is shared', async () => {
    await show('sender-waiting');
    expect(deep(document.body, 'beam-left-out')).toBeUndefined();
  });

  test('is told in Korean', async () => {
    await switchLocale('ko');
    await show('sender-left-out');
    expect(await textOf('beam-left-out')).toContain('선택한 것 중 60개는 공유하지 않아요');
  });
});
