import { describe, expect, test } from 'vitest';

import { QueueDrain } from '../../../../src/transfer/flow/queue-drain.ts';

const STEP_MS = 10;

/** When it begins and ends within `ms`, of a window that meets its queue; the path's length is known to `leastMsAt`. */
function times(
  ms: number,
  {
    leastMsAt = () => 30,
    isDrained = () => true,
    isFull = true,
  }: { leastMsAt?: (isOn: boolean) => number; isDrained?: () => boolean; isFull?: boolean } = {},
) {
  const drain = new QueueDrain();
  const drains: { fromMs: number; toMs: number }[] = [];
  drain.schedule(0, leastMsAt(false));
  for (let nowMs = 0; nowMs < ms; nowMs += STEP_MS) {
    if (isFull) drain.onFull();
    const last = drains.at(-1);
    if (!drain.isOn) {
      if (drain.isDue(nowMs, leastMsAt(false))) drains.push({ fromMs: nowMs, toMs: Infinity });
    } else if (drain.isOver(nowMs, leastMsAt(true), isDrained()) && last !== undefined) last.toMs = nowMs;
  }
  return drains;
}

describe('the window gives way', () => {
  test('for a round trip, and ever more seldom, to ten seconds', () => {
    const drains = times(60_000);
    for (const { fromMs, toMs } of drains) expect(toMs - fromMs).toBe(30);
    const pauses = drains.slice(1).map(({ fromMs }, i) => fromMs - drains[i]!.toMs);
    expect(drains[0]?.fromMs).toBe(1500);
    expect(pauses.slice(0, 3)).toEqual([3000, 6000, 10_000]);
    expect(new Set(pauses.slice(2))).toEqual(new Set([10_000]));
  });

  test('soon again after the path has shown itself shorter', () => {
    let leastMs = 75;
    const drains = times(10_000, { leastMsAt: (isOn) => (isOn ? (leastMs -= 10) : leastMs) });
    const pauses = drains.slice(1).map(({ fromMs }, i) => fromMs - drains[i]!.toMs);
    expect(pauses[0]).toBe(1500);
  });

  test('until what was under way has come, but not for long', () => {
    expect(times(3000, { isDrained: () => false })[0]).toEqual({ fromMs: 1500, toMs: 1500 + 500 + STEP_MS * 2 });
  });

  test('more seldom on a long path, which it costs more', () => {
    const drains = times(60_000, { leastMsAt: () => 200 });
    const pauses = drains.slice(1).map(({ fromMs }, i) => fromMs - drains[i]!.toMs);
    expect(drains[0]?.fromMs).toBe(4000);
    expect(pauses.slice(0, 3)).toEqual([8000, 16_000, 20_000]);
  });

  test('never where it keeps no queue', () => {
    expect(times(60_000, { isFull: false })).toEqual([]);
  });
});
