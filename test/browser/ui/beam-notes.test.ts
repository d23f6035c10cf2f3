/** Writing, reading and copying notes, with a keyboard, an input method and a screen reader. */
import '../../../src/ui/app/base.css';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import type { NoteView } from '../../../src/session/view/notes.ts';
import type { BeamNotes } from '../../../src/ui/room/notes/beam-notes.ts';
import '../../../src/ui/room/notes/beam-notes.ts';
import { BeamError } from '../../../src/protocol/errors.ts';
import { errorText } from '../../../src/ui/strings/errors.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { FakeNotes, noteOf, noteView } from './fixtures.ts';
import { focused, settled } from './mount.ts';

async function show(...notes: readonly NoteView[]): Promise<{ element: BeamNotes; session: FakeNotes }> {
  const session = new FakeNotes({ notes, isKept: false });
  const element = document.createElement('beam-notes');
  element.session = session;
  document.body.replaceChildren(element);
  await settled();
  return { element, session };
}

const field = () => page.getByRole('textbox', { name: 'Note', exact: true });
const fieldElement = () => field().element() as HTMLTextAreaElement;
const sendButton = () => page.getByRole('button', { name: 'Send note', exact: true });
const liveTexts = (element: BeamNotes): string[] =>
  [...element.renderRoot.querySelectorAll('[aria-live]')].map((each) => each.textContent?.trim() ?? '').filter(Boolean);

/** Links of the notes, through their shadow roots. */
const links = (element: BeamNotes): HTMLAnchorElement[] =>
  [...element.renderRoot.querySelectorAll('beam-note')].flatMap((note) => [...note.renderRoot.querySelectorAll('a')]);

beforeEach(() => switchLocale('en'));
afterEach(() => vi.restoreAllMocks());

describe('writing a note', () => {
  test('Enter sends it, and the field is empty and keeps the focus', async () => {
    const { session } = await show();
    await userEvent.click(field());
    await userEvent.keyboard('hello{Enter}');
    expect(session.calls).toEqual(['send hello']);
    expect(focused()).toBe(fieldElement());
    await expect.element(field()).toHaveValue('');
    await userEvent.keyboard('again{Enter}');
    expect(session.calls).toEqual(['send hello', 'send again']);
  });

  test('Shift+Enter starts a new line', async () => {
    const { session } = await show();
    await userEvent.click(field());
    await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two');
    expect(session.calls).toEqual([]);
    await userEvent.keyboard('{Enter}');
    expect(session.calls).toEqual(['send one\ntwo']);
  });

  test('the button sends it, and the focus goes back to the field', async () => {
    const { session } = await show();
    await field().fill('by hand');
    await userEvent.click(sendButton());
    expect(session.calls).toEqual(['send by hand']);
    expect(focused()).toBe(fieldElement());
  });

  test('with nothing in it is not sent', async () => {
    const { session } = await show();
    await userEvent.click(field());
    await userEvent.keyboard('{Enter}');
    await field().fill('  \n ');
    await userEvent.keyboard('{Enter}');
    await userEvent.click(sendButton());
    expect(session.calls).toEqual([]);
  });

  test('that is refused stays in the field, with the reason in words', async () => {
    const { element, session } = await show();
    session.refusal = 'large';
    await field().fill('too long');
    await userEvent.click(sendButton());
    await expect.element(field()).toHaveValue('too long');
    await expect.element(field()).toBeInvalid();
    await expect
      .element(field())
      .toHaveAccessibleDescription('This note is too long. Shorten it, or put the text into a file and send that.');
    expect(liveTexts(element)[0]).toContain('too long');
    session.refusal = undefined;
    await userEvent.type(field(), '.');
    await expect.element(field()).not.toBeInvalid();
  });

  test('has its names in Korean', async () => {
    await switchLocale('ko');
    await show();
    await expect.element(page.getByRole('textbox', { name: '메모', exact: true })).toBeVisible();
    await expect.element(page.getByRole('button', { name: '메모 보내기', exact: true })).toBeVisible();
  });
});

describe('an Enter that belongs to an input method', () => {
  const enter = (init: KeyboardEventInit): void => {
    fieldElement().dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...init }),
    );
  };

  test.each([
    ['while it composes', ['keydown', 'compositionend'], { isComposing: true, keyCode: 229 }],
    ['while it composes, without the key code', ['keydown', 'compositionend'], { isComposing: true, keyCode: 13 }],
    ['behind the end of the composition, as in Safari', ['compositionend', 'keydown'], { keyCode: 229 }],
  ])('%s does not send', async (_, order, init) => {
    const { session } = await show();
    fieldElement().value = '안녕하세';
    fieldElement().dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, composed: true }));
    for (const type of order) {
      if (type === 'keydown') enter(init);
      else fieldElement().dispatchEvent(new CompositionEvent('compositionend', { data: '요', bubbles: true }));
    }
    expect(session.calls).toEqual([]);
    expect(fieldElement().value).toBe('안녕하세');
    enter({ keyCode: 13 });
    expect(session.calls).toEqual(['send 안녕하세']);
  });

  test('a key that is held down sends once', async () => {
    const { session } = await show();
    fieldElement().value = 'one';
    enter({ keyCode: 13 });
    fieldElement().value = 'two';
    enter({ keyCode: 13, repeat: true });
    expect(session.calls).toEqual(['send one']);
  });

  test.each(['ctrlKey', 'altKey', 'metaKey'])('with %s it is another command', async (modifier) => {
    const { session } = await show();
    fieldElement().value = 'one';
    enter({ keyCode: 13, [modifier]: true });
    expect(session.calls).toEqual([]);
  });
});

describe('reading notes', () => {
  test('they are a list, each with its author and text', async () => {
    await show(
      noteOf(1, { id: 'a', text: 'one', author: { isOwn: false, isHost: true, peerNumber: 1 } }),
      noteOf(2, { id: 'b', text: 'two' }),
      noteView({ id: 'c', text: 'three' }),
    );
    const list = page.getByRole('list', { name: 'Notes', exact: true });
    const texts = list
      .getByRole('listitem')
      .elements()
      .map((item) => item.querySelector('beam-note')?.renderRoot.textContent?.replace(/\s+/g, ' ').trim());
    expect(texts).toEqual([
      expect.stringMatching(/^Host .* one$/),
      expect.stringMatching(/^Person 2 .* two$/),
      expect.stringMatching(/^You .* three Arrived$/),
    ]);
  });

  test.each([
    ['Sent when somebody is here', { state: 'sending', people: 0, peopleReached: 0 }],
    ['Arrived', { state: 'arrived', people: 0, peopleReached: 0 }],
    ['Sending', { state: 'sending', people: 2, peopleReached: 0 }],
    ['Sent', { state: 'sent', people: 2, peopleReached: 0 }],
    ['1 of 2 people have it', { state: 'sent', people: 2, peopleReached: 1 }],
    ['Arrived', { state: 'arrived', people: 1, peopleReached: 1 }],
    ['Everybody here has it', { state: 'arrived', people: 2, peopleReached: 2 }],
  ] as const)('an own one tells how far it is: %s', async (words, changes) => {
    await show(noteView(changes));
    await expect.element(page.getByText(words, { exact: true })).toBeVisible();
  });

  test.each([
    '<img src=x onerror=alert(1)>',
    '</p><script>alert(1)</script>',
    '${7*7}{{7*7}}',
    '<a href="javascript:alert(1)">click</a>',
  ])('%s is text, and nothing else', async (text) => {
    const { element } = await show(noteOf(2, { text }));
    const root = element.renderRoot.querySelector('beam-note')?.renderRoot;
    expect(root?.querySelector('.written')?.textContent).toBe(text);
    expect(root?.querySelector('img, script, a')).toBeNull();
  });

  test('blanks and lines are shown as they were written', async () => {
    const { element } = await show(noteOf(2, { text: 'a  b\n\n\tc' }));
    const written = element.renderRoot.querySelector('beam-note')?.renderRoot.querySelector<HTMLElement>('.written');
    expect(written?.textContent).toBe('a  b\n\n\tc');
    expect(written?.innerText).toBe('a  b\n\n\tc');
  });

  test('links lead elsewhere, to http and https only, and tell nothing of this page', async () => {
    const { element } = await show(noteOf(2, { text: 'see https://한국.com/길, javascript:alert(1), www.a.example' }));
    const [link, ...others] = links(element);
    expect(others).toEqual([]);
    expect(link?.href).toBe('https://xn--3e0b707e.com/%EA%B8%B8');
    expect(link?.target).toBe('_blank');
    expect([...(link?.relList ?? [])].toSorted()).toEqual(['nofollow', 'noopener', 'noreferrer']);
    expect(link?.referrerPolicy).toBe('no-referrer');
    expect(link?.parentElement?.textContent).toContain('(xn--3e0b707e.com)');
  });

  test('a link keeps its direction among letters from right to left', async () => {
    const { element } = await show(noteOf(2, { text: 'שלום https://a.example/b/c שלום' }));
    const [link] = links(element);
    expect(link === undefined ? '' : getComputedStyle(link).direction).toBe('ltr');
    expect(link === undefined ? '' : getComputedStyle(link).unicodeBidi).toBe('isolate');
    expect(
      link?.parentElement === null || link === undefined ? '' : getComputedStyle(link.parentElement).direction,
    ).toBe('rtl');
  });

  test('a long one is folded, and shown whole when that is wanted', async () => {
    const text = Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n');
    const { element } = await show(noteOf(2, { text }));
    const written = () => element.renderRoot.querySelector('beam-note')?.renderRoot.querySelector('.written');
    expect(written()?.textContent).toMatch(/line 11…$/);
    const button = page.getByRole('button', { name: 'Show all', exact: true });
    await expect.element(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(button);
    expect(written()?.textContent).toBe(text);
    await userEvent.click(page.getByRole('button', { name: 'Show less', exact: true }));
    expect(written()?.textContent).toMatch(/line 11…$/);
  });

  test('thousands are not drawn at once', async () => {
    const many = Array.from({ length: 250 }, (_, index) => noteOf(2, { id: `${index}`, text: `note ${index}` }));
    const { element } = await show(...many);
    const drawn = () => element.renderRoot.querySelectorAll('li').length;
    expect(drawn()).toBe(100);
    const earlier = page.getByRole('button', { name: 'Show earlier notes' });
    await userEvent.click(earlier);
    expect(drawn()).toBe(200);
    await userEvent.click(earlier);
    expect(drawn()).toBe(250);
    await expect.element(earlier).not.toBeInTheDocument();
  });

  test('the list follows its end, but not from under somebody who reads further up', async () => {
    const many = Array.from({ length: 40 }, (_, index) => noteOf(2, { id: `${index}`, text: `note ${index}` }));
    const { element, session } = await show(...many);
    const list = element.renderRoot.querySelector('ol') as HTMLElement;
    const fromEnd = () => Math.round(list.scrollHeight - list.scrollTop - list.clientHeight);
    await expect.poll(fromEnd).toBeLessThanOrEqual(1);
    session.set({ isKept: false, notes: [...many, noteOf(2, { id: 'x', text: 'new\n'.repeat(5) })] });
    await settled();
    await expect.poll(fromEnd).toBeLessThanOrEqual(1);
    list.scrollTop = 0;
    session.set({ isKept: false, notes: [...session.view.notes, noteOf(2, { id: 'y' })] });
    await settled();
    expect(list.scrollTop).toBe(0);
    session.set({ isKept: false, notes: [...session.view.notes, noteView({ id: 'z' })] });
    await settled();
    await expect.poll(fromEnd).toBeLessThanOrEqual(1);
  });
});

describe('a screen reader', () => {
  test('hears a new note of somebody else, and neither old ones nor our own', async () => {
    const { element, session } = await show(noteOf(2, { id: 'a', text: 'old' }));
    expect(liveTexts(element)).toEqual([]);
    session.set({ isKept: false, notes: [...session.view.notes, noteView({ id: 'b', text: 'mine' })] });
    await settled();
    expect(liveTexts(element)).toEqual([]);
    session.set({ isKept: false, notes: [...session.view.notes, noteOf(2, { id: 'c', text: 'new' })] });
    await settled();
    expect(liveTexts(element)).toEqual(['New note. Person 2: new']);
  });

  test('hears the same text again when it comes again', async () => {
    const { element, session } = await show();
    const spoken = () => element.renderRoot.querySelector('.unseen[aria-live] > span');
    session.set({ isKept: false, notes: [noteOf(2, { id: 'a', text: 'ok' })] });
    await settled();
    const first = spoken();
    session.set({ isKept: false, notes: [...session.view.notes, noteOf(2, { id: 'b', text: 'ok' })] });
    await settled();
    expect(spoken()?.textContent).toBe(first?.textContent);
    expect(spoken()).not.toBe(first);
  });

  test('hears how many came at once, and not the whole of a long one', async () => {
    const { element, session } = await show();
    session.set({ isKept: false, notes: [noteOf(2, { id: 'a', text: 'x'.repeat(5000) })] });
    await settled();
    expect(liveTexts(element)[0]?.length).toBeLessThan(300);
    session.set({ isKept: false, notes: [...session.view.notes, noteOf(2, { id: 'b' }), noteOf(3, { id: 'c' })] });
    await settled();
    expect(liveTexts(element)).toEqual(['2 new notes']);
  });
});

describe('copying a note', () => {
  const copyButton = () => page.getByRole('button', { name: 'Copy', exact: true });

  test('puts its whole text into the clipboard, and says so', async () => {
    const text = 'a  b\n'.repeat(100);
    await show(noteOf(2, { text }));
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await userEvent.click(copyButton());
    expect(write.mock.calls).toEqual([[text]]);
    await expect.element(page.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
  });

  test('where the browser refuses, the text is selected', async () => {
    const text = 'line\n'.repeat(40).trimEnd();
    await show(noteOf(2, { text }));
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    await userEvent.click(copyButton());
    await expect.element(page.getByText('Not copied. The note is selected: copy it yourself.')).toBeVisible();
    await expect.poll(() => getSelection()?.toString()).toBe(text);
  });
});

describe('keeping the notes in this browser', () => {
  const box = () => page.getByRole('checkbox', { name: 'Keep notes in this browser', exact: true });

  test('is off until the person wants it, and tells where they go and when they are removed', async () => {
    const { session } = await show(noteOf(2));
    await expect.element(box()).not.toBeChecked();
    await expect
      .element(box())
      .toHaveAccessibleDescription(
        'Only in this browser; nobody else is told. Removed in “Storage”, after 30 days, or when you stop sharing.',
      );
    await userEvent.click(box());
    await expect.element(box()).toBeChecked();
    await userEvent.click(box());
    await expect.element(box()).not.toBeChecked();
    expect(session.calls).toEqual(['keep true', 'keep false']);
  });

  test('can be chosen with the keyboard, and has its name in Korean', async () => {
    await switchLocale('ko');
    const { session } = await show();
    const korean = page.getByRole('checkbox', { name: '이 브라우저에 메모 보관', exact: true });
    (korean.element() as HTMLElement).focus();
    await userEvent.keyboard(' ');
    await expect.element(korean).toBeChecked();
    expect(session.calls).toEqual(['keep true']);
  });

  test('that the browser refuses is off again, with the reason in words', async () => {
    const { element, session } = await show();
    session.failure = new BeamError('space-short');
    await userEvent.click(box());
    await expect.element(page.getByText(errorText(session.failure), { exact: true })).toBeVisible();
    expect(liveTexts(element)).toEqual([errorText(session.failure)]);
    await expect.element(box()).not.toBeChecked();
    session.failure = undefined;
    await userEvent.click(box());
    await expect.element(box()).toBeChecked();
    expect(liveTexts(element)).toEqual([]);
  });

  test('is not offered where it cannot be, and goes when the room is over', async () => {
    const { session } = await show(noteOf(2));
    session.set({ ...session.view, isKept: undefined });
    await expect.element(box()).not.toBeInTheDocument();
  });

  test('shows when they were removed elsewhere', async () => {
    const { session } = await show(noteOf(2));
    session.set({ ...session.view, isKept: true });
    await expect.element(box()).toBeChecked();
    session.set({ ...session.view, isKept: false });
    await expect.element(box()).not.toBeChecked();
  });

  test('one of before says so, and has its day; a screen reader does not hear it as new', async () => {
    const { element } = await show(
      noteOf(2, { id: 'a', text: 'old', isEarlier: true, atMs: new Date(2026, 9, 3, 19, 30).getTime() }),
      noteOf(2, { id: 'b', text: 'new', atMs: new Date(2026, 9, 4, 19, 30).getTime() }),
    );
    const whos = [...element.renderRoot.querySelectorAll('beam-note')].map((note) =>
      note.renderRoot.querySelector('.who')?.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(whos).toEqual([
      expect.stringMatching(/^Person 2 Earlier Oct 3, 7:30 PM/),
      expect.stringMatching(/^Person 2 7:30 PM/),
    ]);
    expect(liveTexts(element)).toEqual([]);
  });
});
