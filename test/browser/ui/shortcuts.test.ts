/** Shortcuts of the keyboard: what each does, where none works, and where the focus goes afterwards. */
import '../../../src/ui/app/base.css';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import type { BeamApp } from '../../../src/ui/app/beam-app.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { FakeBeamline, FakeReceive, FakeSend, HASH, receiveView, sendView, SENT_HASH } from './fixtures.ts';
import { focused, mountApp, paste, settled } from './mount.ts';

const dialog = () => page.getByRole('dialog', { name: 'Keyboard shortcuts' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const note = () => page.getByRole('textbox', { name: 'Note', exact: true });

beforeEach(async () => {
  localStorage.clear();
  await switchLocale('en');
});

afterEach(() => {
  document.body.replaceChildren();
  history.replaceState(null, '', location.pathname);
});

/** Chosen anew on each render, and never opens a dialog of the system here. */
function clicksOnChoose(app: BeamApp): { count: number } {
  const clicks = { count: 0 };
  app.addEventListener('click', (event) => {
    if (!(event.composedPath()[0] instanceof HTMLInputElement)) return;
    event.preventDefault();
    clicks.count += 1;
  });
  return clicks;
}

const nothingComes = async (): Promise<void> => {
  await import('../../../src/ui/app/beam-shortcuts.ts');
  await settled();
  expect(dialog().query()).toBeNull();
};

async function openRoom(): Promise<FakeReceive> {
  const session = new FakeReceive(receiveView());
  await mountApp(new FakeBeamline(undefined, session), HASH);
  await expect.element(note()).toBeVisible();
  return session;
}

describe('“?” lists them', () => {
  test('with what each does, and Escape closes the list', async () => {
    await mountApp(new FakeBeamline());
    const link = page.getByRole('link', { name: 'How it works' }).element() as HTMLElement;
    link.focus();
    await userEvent.keyboard('?');
    await expect.element(dialog()).toBeVisible();
    await expect.element(dialog()).toMatchTextContent(/V.*Paste files, text or a link.*O.*Choose files.*Esc.*\?/s);
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(focused()).toBe(link);
  });

  test('as the button at the end of the page does, which has the focus again afterwards', async () => {
    await mountApp(new FakeBeamline());
    await button('Keyboard shortcuts').click();
    await dialog().getByRole('button', { name: 'Close' }).click();
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(focused()).toBe(button('Keyboard shortcuts').element());
  });

  test('but not while it is typed', async () => {
    await openRoom();
    await note().click();
    await userEvent.keyboard('why?');
    await nothingComes();
    await expect.element(note()).toHaveValue('why?');
  });

  test.each([
    ['is composed', { isComposing: true }],
    ['an input method has taken', { keyCode: 229 }],
    ['is pressed with Ctrl', { ctrlKey: true }],
    ['is pressed with ⌘', { metaKey: true }],
    ['is pressed with Alt', { altKey: true }],
  ])('but not when it %s', async (_, more) => {
    await mountApp(new FakeBeamline());
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, ...more }));
    await nothingComes();
  });

  test('in Korean', async () => {
    await switchLocale('ko');
    await mountApp(new FakeBeamline());
    await userEvent.keyboard('?');
    await expect
      .element(page.getByRole('dialog', { name: '키보드 단축키' }))
      .toMatchTextContent(/시작 화면에서 파일 선택/);
  });
});

describe('O', () => {
  test.each(['o', 'O', 'ㅐ'])('asks for files on the start page, as “%s”', async (key) => {
    const clicks = clicksOnChoose(await mountApp(new FakeBeamline()));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    expect(clicks.count).toBe(1);
  });

  test('does nothing elsewhere', async () => {
    const app = await mountApp(new FakeBeamline(), '/how');
    const clicks = clicksOnChoose(app);
    await userEvent.keyboard('o');
    expect(clicks.count).toBe(0);
  });

  test('and “?” can be switched off, for good', async () => {
    await mountApp(new FakeBeamline());
    await userEvent.keyboard('?');
    await page.getByRole('checkbox', { name: 'Use single-key shortcuts' }).click();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog()).not.toBeInTheDocument();
    const clicks = clicksOnChoose(await mountApp(new FakeBeamline()));
    await userEvent.keyboard('o?');
    expect(clicks.count).toBe(0);
    await nothingComes();
    await button('Keyboard shortcuts').click();
    await expect.element(page.getByRole('checkbox', { name: 'Use single-key shortcuts' })).not.toBeChecked();
  });
});

describe('Escape', () => {
  test('folds the details that have the focus, which goes to what opens them', async () => {
    await openRoom();
    const summary = page.getByText('Details', { exact: true });
    await summary.click();
    await expect.element(summary.element().parentElement).toHaveAttribute('open');
    await userEvent.keyboard('{Escape}');
    await expect.element(summary.element().parentElement).not.toHaveAttribute('open');
    expect(focused()).toBe(summary.element());
  });

  test('folds the options from inside of a field, and not while an input method uses it', async () => {
    await mountApp(new FakeBeamline(new FakeSend(sendView())), SENT_HASH);
    await page.getByText('Options', { exact: true }).click();
    const password = page.getByLabelText('Password');
    await password.click();
    const escape = (more: object) =>
      password
        .element()
        .dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, ...more }));
    escape({ isComposing: true });
    await expect.element(password).toBeVisible();
    escape({});
    await expect.element(password).not.toBeVisible();
    expect(focused()).toBe(page.getByText('Options', { exact: true }).element());
  });

  test('closes the storage, and the focus goes to what opened it', async () => {
    await mountApp(new FakeBeamline());
    await button('Storage').click();
    await expect.element(page.getByRole('heading', { name: 'Storage' })).toBeVisible();
    await settled();
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('heading', { name: 'Storage' })).not.toBeInTheDocument();
    expect(focused()).toBe(button('Storage').element());
  });
});

describe('a paste in a room', () => {
  test('of files adds them', async () => {
    const session = await openRoom();
    await customElements.whenDefined('beam-shares');
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'holiday.jpg'));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    expect(session.around.calls).toEqual(['addTransfer holiday.jpg']);
  });

  test('of a text writes it into the note, to be read before it is sent', async () => {
    const session = await openRoom();
    paste('See you at 7');
    await expect.element(note()).toHaveValue('See you at 7');
    expect(focused()).toBe(note().element());
    expect(session.noted.calls).toEqual([]);
  });

  test('of a link opens it, and writes nothing', async () => {
    const session = await openRoom();
    paste(`${location.origin}/#Zp3nQ0v8rX2mK5sTz7LwYA`);
    await settled();
    expect(location.hash).toBe('#Zp3nQ0v8rX2mK5sTz7LwYA');
    expect(session.calls).toContain('leave');
    await expect.element(note()).toHaveValue('');
  });
});
