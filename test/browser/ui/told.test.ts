/** What a person is told is on the page: heading, status line, title, and a way to do what is next. */
import '../../../src/ui/app/base.css';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';

import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { statusWords } from '../../../src/ui/strings/status.ts';
import { toldReceiver } from '../../../src/ui/told/told-receiver.ts';
import { toldSender } from '../../../src/ui/told/told-sender.ts';
import type { Next, Told } from '../../../src/ui/told/told.ts';
import {
  connecting,
  FakeBeamline,
  FakeReceive,
  FakeSend,
  HASH,
  receiverView,
  receiveView,
  sendView,
  SENT_HASH,
} from './fixtures.ts';
import { focused, mountApp, mountState, paste, settled } from './mount.ts';
import { STATES, type State } from './states.ts';

/** By what each of them is done. */
const WAYS: Record<Next, string> = {
  'send-link': 'Copy link',
  'allow-again': 'Continue sharing',
  'choose-again': 'Choose the folder again',
  resume: 'Resume',
  'share-more': 'Share something else',
  'add-files': 'Add files',
  download: 'Download',
  'take-again': 'Download',
  retry: 'Try again',
  'paste-link': 'Paste the link again',
  'other-password': 'Try another password',
};

function toldIn(state: State): Told | undefined {
  if (state.type !== 'sender' && state.type !== 'receiver') return undefined;
  const { added = [], given = [] } = state.room ?? {};
  const isBare = added.length + given.length === 0;
  return state.type === 'sender'
    ? toldSender(state.view, { isBare })
    : toldReceiver(state.view, { isBare, isGiving: state.view.note === 'nothing-yet' });
}

const plain = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

beforeEach(() => switchLocale('en'));

describe('the page tells', () => {
  const rows = Object.entries(STATES).flatMap(([name, state]) => (toldIn(state) === undefined ? [] : [name]));

  test.each(rows)('%s: one thing', async (name) => {
    const state = STATES[name];
    const told = state && toldIn(state);
    if (state === undefined || told === undefined) throw new Error(`no state ${name}`);
    await mountState(state);
    await settled();
    expect(plain(page.getByRole('heading', { level: 1 }).element().textContent)).toBe(told.heading);
    expect(plain(page.getByRole('status').element().textContent)).toContain(
      plain(`${statusWords[told.status]()} ${told.sentence}`),
    );
    expect(document.title).toMatch(new RegExp(`${statusWords[told.status]()} – Beamline$`));
    const stage = document.querySelector('beam-app')?.renderRoot.querySelector('beam-sender, beam-receiver');
    const light = stage?.shadowRoot?.querySelector('.stage beam-progress')?.getAttribute('light');
    if (light !== null && light !== undefined) expect(light).toBe(told.light);
    expect(page.getByRole('button', { name: WAYS['share-more'], exact: true }).elements().length).toBeLessThan(2);
    if (told.next !== undefined)
      await expect.element(page.getByRole('button', { name: WAYS[told.next], exact: true }).first()).toBeVisible();
  });

  test('each kind of next step in some state', () => {
    const shown = new Set(Object.values(STATES).map((state) => toldIn(state)?.next));
    expect(Object.keys(WAYS).filter((next) => !shown.has(next as Next))).toEqual([]);
  });
});

describe('a link behind which nobody is', () => {
  const alone = receiveView({
    status: 'waiting',
    note: 'for-sender',
    amount: undefined,
    files: [],
    choices: [],
    connection: connecting('signaling'),
  });
  const again = () => page.getByRole('button', { name: 'Paste the link again' });

  test('says what may be, tells of no connection, and takes another link', async () => {
    const beamline = new FakeBeamline(undefined, new FakeReceive(alone));
    await mountApp(beamline, `${HASH.slice(0, -1)}B`);
    await expect.element(page.getByRole('heading', { level: 1 })).toHaveTextContent('The sender isn’t here yet');
    expect(page.getByRole('region', { name: 'Connection' }).elements()).toEqual([]);
    await again().click();
    const field = page.getByRole('textbox', { name: 'Paste the link here' });
    await expect.element(field).toBeVisible();
    expect(focused()).toBe(field.element());
    beamline.calls.length = 0;
    await field.fill(`${location.origin}/${HASH}`);
    await settled();
    expect(beamline.calls).toEqual([`receive ${HASH}`]);
  });

  test('takes it from the keyboard, and by a paste anywhere', async () => {
    const beamline = new FakeBeamline(undefined, new FakeReceive(alone));
    await mountApp(beamline, `${HASH.slice(0, -1)}B`);
    await expect.element(again()).toBeVisible();
    (again().element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    expect(focused()?.tagName).toBe('INPUT');
    paste(`${location.origin}/${HASH}`);
    await settled();
    expect(beamline.calls.at(-1)).toBe(`receive ${HASH}`);
  });

  test('goes on by itself when the sender comes', async () => {
    const session = new FakeReceive(alone);
    await mountApp(new FakeBeamline(undefined, session), HASH);
    await expect.element(again()).toBeVisible();
    session.set(receiveView());
    await expect.element(page.getByRole('heading', { level: 1 })).toHaveTextContent('3 files for you');
    await expect.element(again()).not.toBeInTheDocument();
  });
});

describe('a receiver that has gone', () => {
  const show = async (...receivers: ReturnType<typeof receiverView>[]) => {
    await mountApp(new FakeBeamline(new FakeSend(sendView({ receivers }))), SENT_HASH);
    await expect.element(page.getByRole('list', { name: 'People' })).toBeVisible();
    await settled();
  };
  const left = receiverView({ status: 'failed', error: 'peer-left', rate: undefined });
  const connection = () => page.getByRole('region', { name: 'Connection' });

  test('is told of in words of the sender’s own, and its connection is not', async () => {
    await show({ ...left, connection: { ...left.connection, failure: 'peer-left' } });
    await expect.element(page.getByText('Left', { exact: true })).toBeVisible();
    await expect.element(page.getByText('They left. They can open the link again and continue.')).toBeVisible();
    expect(connection().elements()).toEqual([]);
  });

  test('unfolds nothing, also where it had everything', async () => {
    await show({ ...left, status: 'done', error: undefined, connection: { ...left.connection, failure: 'peer-left' } });
    expect(connection().elements()).toEqual([]);
  });

  test('is not the same as one that could not be reached', async () => {
    await show({
      ...left,
      error: 'relay-none',
      connection: connecting('connecting', { failure: 'relay-none' }),
    });
    await expect.element(connection()).toBeVisible();
    await expect.element(page.getByText('Not connected', { exact: true })).toBeVisible();
  });
});
