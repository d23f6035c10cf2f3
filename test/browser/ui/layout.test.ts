/** What comes later moves nothing that is on the page already. */
import '../../../src/ui/app/base.css';
import { beforeEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';

import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import type { FakeReceive, FakeSend } from './fixtures.ts';
import { mountState, settled } from './mount.ts';
import { STATES } from './states.ts';

/** Of one transition. What Web Vitals calls good is 0.1 for a whole visit (web.dev/articles/cls). */
const MAX_SHIFT = 0.02;

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

const painted = async (): Promise<void> => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
};

const rect = ({ x, y, width, height }: DOMRectReadOnly): string => [x, y, width, height].map(Math.round).join(' ');

/** W3C Layout Instability: how much of the page moves, and how far, while that is done. */
async function shiftIn(change: () => unknown): Promise<{ sum: number; list: string }> {
  const entries: LayoutShift[] = [];
  const observer = new PerformanceObserver((list) => entries.push(...(list.getEntries() as LayoutShift[])));
  await painted();
  observer.observe({ type: 'layout-shift' });
  await change();
  await settled();
  await painted();
  entries.push(...(observer.takeRecords() as LayoutShift[]));
  observer.disconnect();
  const list = entries.flatMap(({ value, sources }) => [
    value.toFixed(4),
    ...sources.map(({ previousRect, currentRect }) => `  ${rect(previousRect)} -> ${rect(currentRect)}`),
  ]);
  return { sum: entries.reduce((sum, { value }) => sum + value, 0), list: list.join('\n') };
}

const viewOf = <Role extends 'sender' | 'receiver'>(name: string, role: Role) => {
  const state = STATES[name];
  if (state?.type !== role) throw new Error(`no state ${name} of a ${role}`);
  return state.view as Role extends 'sender' ? SendView : ReceiveView;
};

const TRANSITIONS = [
  ['receiver-opening', 'receiver-sender-away'],
  ['receiver-opening', 'receiver-ready'],
  ['receiver-sender-away', 'receiver-all-chosen'],
  ['receiver-early', 'receiver-ready'],
  ['receiver-all-chosen', 'receiver-receiving'],
  ['receiver-receiving', 'receiver-paused'],
  ['receiver-receiving', 'receiver-reconnecting'],
  ['receiver-receiving', 'receiver-saving'],
  ['receiver-saving', 'receiver-done'],
  ['sender-waiting', 'sender-looking'],
  ['sender-looking', 'sender-sending'],
  ['sender-sending', 'sender-receiver-paused'],
  ['sender-sending', 'sender-several'],
  ['sender-sending', 'sender-done'],
] as const;

describe.each([
  ['phone', 390, 844, 'en'],
  ['desktop', 1280, 800, 'ko'],
] as const)('on a %s', (_, width, height, locale) => {
  beforeEach(async () => {
    await page.viewport(width, height);
    await switchLocale(locale);
  });

  test.each(TRANSITIONS)('%s becomes %s', async (from, to) => {
    const role = from.startsWith('sender') ? 'sender' : 'receiver';
    const state = STATES[from];
    if (state === undefined) throw new Error(`no state ${from}`);
    const app = await mountState(state);
    await import('qr');
    await settled();
    window.scrollTo(0, 0);
    const element = app.renderRoot.querySelector<HTMLElement & { session: FakeReceive & FakeSend }>(`beam-${role}`);
    const { sum, list } = await shiftIn(() => element?.session.set(viewOf(to, role) as ReceiveView & SendView));
    expect(sum, list).toBeLessThanOrEqual(MAX_SHIFT);
  });
});

test('a shift is seen', async () => {
  await page.viewport(390, 844);
  const app = await mountState({ type: 'home' });
  const { sum } = await shiftIn(() =>
    app.renderRoot.querySelector('header')?.style.setProperty('padding-top', '200px'),
  );
  expect(sum).toBeGreaterThan(MAX_SHIFT);
});
