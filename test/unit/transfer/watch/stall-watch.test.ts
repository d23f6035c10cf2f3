import { describe, expect, test } from 'vitest';

import { RESTART_MS, STALL_MS, StallWatch, TRYING_MS } from '../../../../src/transfer/watch/stall-watch.ts';

/** What it decides, second by second, while nothing comes. */
function silence(watch: StallWatch, fromMs: number, toMs: number, isTrying = false): string[] {
  const decisions: string[] = [];
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 1000) {
    const decision = watch.check(nowMs, isTrying);
    if (decision !== 'wait') decisions.push(`${nowMs / 1000} ${decision}`);
  }
  return decisions;
}

describe('the stall watch', () => {
  test('slow is no stall: a chunk now and then is enough, for ever', () => {
    const watch = new StallWatch(0);
    for (let nowMs = 0; nowMs < 1_000_000; nowMs += RESTART_MS) {
      watch.onBytes(nowMs, 1000);
      expect(silence(watch, nowMs, nowMs + RESTART_MS - 1)).toEqual([]);
    }
    expect(watch.isStalled).toBe(false);
  });

  test('nothing at all: another way under the same link, then a new link, then the same again, and it is said to wait', () => {
    const watch = new StallWatch(0);
    expect(silence(watch, 0, STALL_MS)).toEqual(['4 restart', '8 refresh']);
    expect(watch.isStalled).toBe(false);
    expect(silence(watch, STALL_MS, 2 * STALL_MS)).toEqual(['12 restart', '16 refresh']);
    expect(watch.isStalled).toBe(false);
    expect(silence(watch, 2 * STALL_MS, 3 * STALL_MS)).toEqual(['20 restart', '24 refresh']);
    expect(watch.isStalled).toBe(true);
    expect(silence(watch, 3 * STALL_MS, 4 * STALL_MS)).toEqual(['28 restart', '32 refresh']); // never gives up
  });

  test('a link that is on its way is not cut off at once, nor waited for without end', () => {
    expect(silence(new StallWatch(0), 0, TRYING_MS, true)).toEqual([`${TRYING_MS / 1000} refresh`]);
  });

  test('one byte, and all is well again', () => {
    const watch = new StallWatch(0);
    silence(watch, 0, 3 * STALL_MS);
    watch.onBytes(25_000, 1);
    expect(watch.isStalled).toBe(false);
    expect(silence(watch, 25_000, 28_000)).toEqual([]);
  });

  /** Bytes come evenly, and it is asked twice a second. @returns when it became still, in seconds, and when it ended */
  function stillness(
    watch: StallWatch,
    rates: readonly (readonly [untilMs: number, bytesPerSecond: number])[],
  ): string[] {
    const changes: string[] = [];
    let nowMs = 0;
    for (const [untilMs, bytesPerSecond] of rates) {
      for (; nowMs < untilMs; nowMs += 500) {
        const wasStill = watch.isStill;
        if (bytesPerSecond > 0) watch.onBytes(nowMs, bytesPerSecond / 2);
        watch.check(nowMs, false);
        if (watch.isStill !== wasStill) changes.push(`${nowMs / 1000} ${watch.isStill ? 'still' : 'moves'}`);
      }
    }
    return changes;
  }

  test('people are told of silence before a progress bar of whole blocks makes them wonder', () => {
    expect(
      stillness(new StallWatch(0), [
        [5_000, 2_500_000],
        [8_700, 0],
        [20_000, 2_500_000],
      ]),
    ).toEqual(['7 still', '9 moves']);
  });

  test('also soon after the start, when there is little to compare with', () => {
    const watch = new StallWatch(0);
    const rates = [
      [500, 600_000],
      [3_000, 2_300_000],
      [8_000, 0],
    ] as const;
    expect(stillness(watch, rates)).toEqual(['5 still']);
  });

  test('but not before anything has come', () => {
    expect(stillness(new StallWatch(0), [[3_500, 0]])).toEqual([]);
  });

  test('and of a trickle', () => {
    const [told] = stillness(new StallWatch(0), [
      [5_000, 2_500_000],
      [14_000, 50_000],
    ]);
    expect(told).toBe('7 still');
  });

  test('a line that became slow for good is no trickle any more', () => {
    expect(
      stillness(new StallWatch(0), [
        [10_000, 10_000_000],
        [60_000, 250_000],
      ]).at(-1),
    ).toMatch(/moves/);
  });

  test('half of the rate, or a pause, is nothing to tell of', () => {
    expect(
      stillness(new StallWatch(0), [
        [10_000, 2_000_000],
        [30_000, 1_000_000],
      ]),
    ).toEqual([]);
    const watch = new StallWatch(0);
    stillness(watch, [[5_000, 2_000_000]]);
    for (let nowMs = 5_000; nowMs < 20_000; nowMs += 500) {
      watch.onIdle(nowMs);
      expect(watch.isStill).toBe(false);
    }
  });
});
