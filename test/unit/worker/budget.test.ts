import { describe, expect, test } from 'vitest';

import { SIGNAL_BURST, SIGNAL_COST_CHARS, SIGNAL_PER_SECOND } from '../../../src/protocol/limits.ts';
import { fullBudget, spend, type Budget } from '../../../worker/budget.ts';

const spendMany = (budget: Budget, times: number, chars: number, nowMs: number): Budget | undefined => {
  let left: Budget | undefined = budget;
  for (let i = 0; i < times && left !== undefined; i++) left = spend(left, chars, nowMs);
  return left;
};

describe('R10: a budget', () => {
  test('begins with a burst, and not one message more', () => {
    expect(spendMany(fullBudget(0), SIGNAL_BURST, 1, 0)?.messages).toBe(0);
    expect(spendMany(fullBudget(0), SIGNAL_BURST + 1, 1, 0)).toBeUndefined();
  });

  test.each([
    [0, 1],
    [1, 1],
    [SIGNAL_COST_CHARS - 1, 1],
    [SIGNAL_COST_CHARS, 1],
    [SIGNAL_COST_CHARS + 1, 2],
    [16 * SIGNAL_COST_CHARS, 16],
  ])('charges for %i characters %i', (chars, cost) => {
    expect(spend(fullBudget(0), chars, 0)?.messages).toBe(SIGNAL_BURST - cost);
  });

  test('regains by the second, fractions included, up to the burst', () => {
    const empty: Budget = { messages: 0, atMs: 5000 };
    expect(spend(empty, 1, 5000 + Math.floor(1000 / SIGNAL_PER_SECOND))).toBeUndefined();
    expect(spend(empty, 1, 5000 + Math.ceil(1000 / SIGNAL_PER_SECOND))).toBeDefined();
    expect(spend(empty, 1, 6000)?.messages).toBeCloseTo(SIGNAL_PER_SECOND - 1);
    expect(spend(empty, 1, 5000 + 86_400_000)?.messages).toBe(SIGNAL_BURST - 1);
  });

  test('loses no fraction to many small refills', () => {
    let budget: Budget | undefined = { messages: 0, atMs: 0 };
    for (let ms = 40; ms <= 4000 && budget !== undefined; ms += 40) budget = spend(budget, 1, ms);
    expect(budget?.messages).toBeCloseTo(4 * SIGNAL_PER_SECOND - 100);
  });

  test('gains nothing from a clock that is set back, and goes on from there', () => {
    const budget = spend({ messages: 10, atMs: 100_000 }, 1, 0);
    expect(budget).toEqual({ messages: 9, atMs: 0 });
  });
});
