import { expect, test } from 'vitest';

import { DeliveryRate } from '../../../../src/transfer/flow/delivery-rate.ts';

const ROUND_MS = 50;

/** What came in each round, one after the other. */
function after(rounds: readonly number[]): DeliveryRate {
  const delivery = new DeliveryRate();
  rounds.forEach((bytes, index) => delivery.onRound({ bytes, ms: ROUND_MS }, index * ROUND_MS));
  return delivery;
}
const many = (count: number, bytes: number): number[] => Array.from({ length: count }, () => bytes);

test('nothing is known before anything has come', () => expect(new DeliveryRate().rate).toBe(0));

test('the most that has come lately is what the path delivers, also when less comes then', () => {
  expect(after(many(20, 5000)).rate).toBe(100);
  expect(after([...many(20, 5000), ...many(20, 500)]).rate).toBe(100);
});

test('for ten seconds', () => {
  expect(after([...many(20, 5000), ...many(190, 500)]).rate).toBe(100);
  expect(after([...many(20, 5000), ...many(220, 500)]).rate).toBe(10);
});

test('what comes late and all at once is not the rate of a line', () => {
  // In that round it was 400.
  expect(after([...many(10, 5000), 0, 0, 0, 20_000, ...many(10, 5000)]).rate).toBeLessThan(140);
});
