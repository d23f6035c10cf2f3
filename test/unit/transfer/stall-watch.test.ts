import { describe, expect, test } from 'vitest';

import { RESTART_MS, STALL_MS, StallWatch, TRYING_MS } from '../../../src/transfer/stall-watch.ts';

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
      watch.onProgress(nowMs);
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
    watch.onProgress(25_000);
    expect(watch.isStalled).toBe(false);
    expect(silence(watch, 25_000, 28_000)).toEqual([]);
  });
});
