import { describe, expect, test } from 'vitest';

import { Budget, fullBudget, SIGNAL_ALLOWANCE, signalCost, spend, type Left } from '../../../src/protocol/budget.ts';
import { SIGNAL_BURST, SIGNAL_COST_CHARS, SIGNAL_PER_SECOND } from '../../../src/protocol/limits.ts';

const full = (nowMs: number): Left => fullBudget(SIGNAL_ALLOWANCE, nowMs);

const say = (left: Left, chars: number, nowMs: number): Left | undefined =>
  spend(left, signalCost(chars), SIGNAL_ALLOWANCE, nowMs);

const sayMany = (budget: Left, times: number, chars: number, nowMs: number): Left | undefined => {
  let left: Left | undefined = budget;
  for (let i = 0; i < times && left !== undefined; i++) left = say(left, chars, nowMs);
  return left;
};

describe('R10: a budget', () => {
  test('begins with a burst, and not one message more', () => {
    expect(sayMany(full(0), SIGNAL_BURST, 1, 0)?.messages).toBe(0);
    expect(sayMany(full(0), SIGNAL_BURST + 1, 1, 0)).toBeUndefined();
  });

  test.each([
    [0, 1],
    [1, 1],
    [SIGNAL_COST_CHARS - 1, 1],
    [SIGNAL_COST_CHARS, 1],
    [SIGNAL_COST_CHARS + 1, 2],
    [16 * SIGNAL_COST_CHARS, 16],
  ])('charges for %i characters %i', (chars, cost) => {
    expect(say(full(0), chars, 0)?.messages).toBe(SIGNAL_BURST - cost);
  });

  test('regains by the second, fractions included, up to the burst', () => {
    const empty: Left = { messages: 0, atMs: 5000 };
    expect(say(empty, 1, 5000 + Math.floor(1000 / SIGNAL_PER_SECOND))).toBeUndefined();
    expect(say(empty, 1, 5000 + Math.ceil(1000 / SIGNAL_PER_SECOND))).toBeDefined();
    expect(say(empty, 1, 6000)?.messages).toBeCloseTo(SIGNAL_PER_SECOND - 1);
    expect(say(empty, 1, 5000 + 86_400_000)?.messages).toBe(SIGNAL_BURST - 1);
  });

  test('loses no fraction to many small refills', () => {
    let budget: Left | undefined = { messages: 0, atMs: 0 };
    for (let ms = 40; ms <= 4000 && budget !== undefined; ms += 40) budget = say(budget, 1, ms);
    expect(budget?.messages).toBeCloseTo(4 * SIGNAL_PER_SECOND - 100);
  });

  test('gains nothing from a clock that is set back, and goes on from there', () => {
    const budget = say({ messages: 10, atMs: 100_000 }, 1, 0);
    expect(budget).toEqual({ messages: 9, atMs: 0 });
  });

  test('in memory refuses what costs too much, and takes less after it', () => {
    const budget = new Budget(3, 1, 0);
    expect([budget.spend(0, 2), budget.spend(0, 2), budget.spend(0), budget.spend(0)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([budget.spend(999), budget.spend(1000), budget.spend(1999)]).toEqual([false, true, false]);
  });
});
