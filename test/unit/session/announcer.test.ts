import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Announcer } from '../../../src/session/announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When a listener heard of figures that change all the time, in ms. */
function hear(announcer: Announcer, ms: number): number[] {
  const startMs = Date.now();
  const heard: number[] = [];
  const listening = new AbortController();
  announcer.onChange(() => heard.push(Date.now() - startMs), listening.signal);
  for (let step = 0; step < ms; step += 10) {
    announcer.announceFigures();
    vi.advanceTimersByTime(10);
  }
  listening.abort();
  return heard;
}

const gaps = (times: readonly number[]): number[] => times.slice(1).map((ms, index) => ms - times[index]!);

test('figures come four times a second at first, and ever less often, down to once', () => {
  const between = gaps(hear(new Announcer(), 60_000));
  expect(between[0]).toBeLessThan(300);
  for (const [index, ms] of between.entries()) expect(ms).toBeGreaterThanOrEqual((between[index - 1] ?? 0) - 10);
  expect(between.at(-1)).toBeGreaterThan(950);
  expect(Math.max(...between)).toBeLessThan(1050);
});

test('a state comes at once, also while figures wait, which are then lively again', () => {
  const announcer = new Announcer();
  hear(announcer, 60_000);
  announcer.announceFigures();
  announcer.announceState();
  const [state, figures] = hear(announcer, 1000);
  expect(state).toBeLessThan(50);
  expect(figures! - state!).toBeLessThan(300);
});

test('many changes of state in a moment are told once, and to nobody who has gone', () => {
  const announcer = new Announcer();
  const listener = vi.fn();
  const listening = new AbortController();
  announcer.onChange(listener, listening.signal);
  for (let change = 0; change < 10; change += 1) announcer.announceState();
  vi.advanceTimersByTime(1000);
  expect(listener).toHaveBeenCalledTimes(1);
  listening.abort();
  announcer.announceState();
  vi.advanceTimersByTime(1000);
  expect(listener).toHaveBeenCalledTimes(1);
});
