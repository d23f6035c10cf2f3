import '../../../src/ui/app/base.css';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { LINK } from './fixtures.ts';
import { focused, mountState } from './mount.ts';
import { STATES } from './states.ts';

function labelOf(element: Element | null): string | null | undefined {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
    return element.labels?.[0]?.textContent;
  // Its label may be around it, and so around its options.
  if (element instanceof HTMLSelectElement) return element.labels[0]?.textContent.replace(element.textContent, '');
  return element?.textContent;
}

const nameOf = (element: Element | null): string =>
  (element?.ariaLabel ?? labelOf(element) ?? '').replace(/\s+/g, ' ').trim();

/** What Tab reaches, from the top of the page. */
async function tabStops(name: string): Promise<string[]> {
  const state = STATES[name];
  if (state === undefined) throw new Error(`no state ${name}`);
  await mountState(state);
  (focused() as HTMLElement | null)?.blur();
  document.body.tabIndex = -1;
  document.body.focus();
  const stops: string[] = [];
  for (let presses = 0; presses < 20; presses += 1) {
    await userEvent.tab();
    const element = focused();
    if (element === null || element === document.body || stops.includes(nameOf(element))) break;
    stops.push(nameOf(element));
  }
  return stops;
}

/** Through all shadow roots. Of a box its label, which is pressed as well. */
function* pressable(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches('input[type=checkbox]')) yield (element as HTMLInputElement).labels?.[0] ?? element;
    else if (element.matches('button, a[href], input, textarea, select, summary')) yield element;
    if (element.shadowRoot !== null) yield* pressable(element.shadowRoot);
  }
}

beforeEach(() => switchLocale('en'));

describe('Tab reaches, in order,', () => {
  test.each([
    [
      'home',
      [
        'Beamline, to the start page',
        '한국어',
        'Choose files',
        'Choose folder',
        'Receive files',
        'Hide my IP address (relay only)',
        'Storage',
        'How it works',
        'Keyboard shortcuts',
      ],
    ],
    [
      'sender-waiting',
      [
        'Beamline, to the start page',
        '한국어',
        'Share link',
        'Copy link',
        'What you share',
        'Add files',
        'Add folder',
        'Note',
        'Send note',
        'Keep notes in this browser',
        'Options',
        'Cancel',
        'Share something else',
        'Storage',
        'How it works',
        'Keyboard shortcuts',
      ],
    ],
    [
      'receiver-ready',
      [
        'Beamline, to the start page',
        '한국어',
        'Download',
        'Save as one ZIP',
        'Files',
        'Add files',
        'Add folder',
        'Note',
        'Send note',
        'Keep notes in this browser',
        'Details',
        'Hide my IP address (relay only)',
        'Storage',
        'How it works',
        'Keyboard shortcuts',
      ],
    ],
    [
      'room-asking',
      [
        'Beamline, to the start page',
        '한국어',
        'Share link',
        'Copy link',
        'Add files',
        'Add folder',
        'Note',
        'Send note',
        'Keep notes in this browser',
        'Options',
        'Cancel',
        'Share something else',
        'Storage',
        'How it works',
        'Keyboard shortcuts',
      ],
    ],
    [
      'room-send-here',
      [
        'Beamline, to the start page',
        '한국어',
        'Add files',
        'Add folder',
        'Note',
        'Send note',
        'Keep notes in this browser',
        'Details',
        'Hide my IP address (relay only)',
        'Storage',
        'How it works',
        'Keyboard shortcuts',
      ],
    ],
    [
      'room-sender',
      [
        'Beamline, to the start page',
        '한국어',
        'Share link',
        'Copy link',
        'What you share',
        'From person 3',
        'Download: \u2068photos/IMG_2041.jpg\u2069',
        'Added by you',
        'Pause: \u2068photos/IMG_2041.jpg\u2069',
        'Stop sharing: \u2068photos/IMG_2041.jpg\u2069',
      ],
    ],
    [
      'swarm-ready',
      [
        'Beamline, to the start page',
        '한국어',
        'Download',
        'Save as one ZIP',
        'Files',
        'Help others get this',
        'Upload limit',
        'Add files',
        'Add folder',
        'Connect me with the host only',
        'Note',
        'Send note',
        'Keep notes in this browser',
        'Details',
        'Hide my IP address (relay only)',
        'Storage',
        'How it works',
        'Keyboard shortcuts',
      ],
    ],
    [
      'swarm-options',
      [
        'Beamline, to the start page',
        '한국어',
        'Share link',
        'Copy link',
        'What you share',
        'Add files',
        'Add folder',
        'Note',
        'Send note',
        'Keep notes in this browser',
        'Options',
        'Link expires',
        'Download limit',
        'Password',
        'Set password',
        'People with the link may connect with each other',
        'Upload limit',
        'Cancel',
        'Share something else',
        'Storage',
      ],
    ],
    ['how', ['Beamline, to the start page', '한국어', 'Back', 'Storage', 'How it works', 'Keyboard shortcuts']],
    [
      'receiver-receiving',
      [
        'Beamline, to the start page',
        '한국어',
        'Pause',
        'Cancel',
        'Files',
        'Add files',
        'Add folder',
        'Note',
        'Send note',
        'Keep notes in this browser',
        'Details',
        'Hide my IP address (relay only)',
        'Storage',
        'How it works',
        'Keyboard shortcuts',
      ],
    ],
  ])('what there is to do on %s', async (name, stops) => {
    expect(await tabStops(name)).toEqual(stops);
  });
});

test('shows the focus of a file input on its face', async () => {
  await mountState({ type: 'home' });
  const input = page.getByRole('button', { name: 'Choose files' }).element() as HTMLElement;
  document.body.tabIndex = -1;
  document.body.focus();
  for (let presses = 0; presses < 3; presses += 1) await userEvent.tab();
  expect(focused()).toBe(input);
  expect(getComputedStyle(input.nextElementSibling as Element).outlineStyle).toBe('solid');
});

test('selects the whole link on focus', async () => {
  await tabStops('sender-waiting');
  const field = page.getByRole('textbox', { name: 'Share link' }).element() as HTMLInputElement;
  field.focus();
  expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe(LINK);
});

test.each(Object.entries(STATES))('%s has nothing to press that is smaller than a finger', async (_, state) => {
  await mountState(state);
  for (const target of pressable(document)) {
    // A link in a sentence is as high as its line (WCAG 2.2, 2.5.8, "Inline").
    if (target.closest('.written') !== null || !target.checkVisibility()) continue;
    const { width, height } = target.getBoundingClientRect();
    expect(Math.min(width, height), nameOf(target)).toBeGreaterThanOrEqual(44);
  }
});
