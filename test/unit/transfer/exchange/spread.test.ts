import { expect, test } from 'vitest';

import { Spread } from '../../../../src/transfer/exchange/spread.ts';

test('the first receiver begins at 0, each of the next in the largest gap', () => {
  const spread = new Spread();
  const starts = ['a', 'b', 'c', 'd', 'e'].map((name) => spread.startFor(name, 1000));
  expect(starts).toEqual([0, 618, 236, 854, 472]);
  const sorted = starts.toSorted((one, other) => one - other);
  const gaps = sorted.map((start, index) => (sorted[index + 1] ?? 1000) - start);
  expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(2.7);
});

test.each([8, 16, 7, 1])('in a share of %i blocks as many begin at different ones', (blocks) => {
  const spread = new Spread();
  const starts = Array.from({ length: blocks }, (_, index) => spread.startFor(String(index), blocks));
  expect(new Set(starts).size).toBe(blocks);
  expect(spread.startFor('one more', blocks)).toBeLessThan(blocks);
});

test('tells each what was begun for others, once; who is second is told, too, and the first is not', () => {
  const spread = new Spread();
  for (const name of ['a', 'b']) spread.startFor(name, 100);
  spread.gotAsked('a', 5);
  spread.gotAsked('b', 5);
  spread.gotAsked('b', 60);
  expect(spread.drain('a')).toEqual([60]);
  expect(spread.drain('b')).toEqual([5]);
  expect(spread.drain('a')).toEqual([]);
  spread.gotAsked('a', 60);
  expect([...spread.drain('a'), ...spread.drain('b')]).toEqual([]);
});

test('in messages of a bounded size, and who comes late is told the latest', () => {
  const spread = new Spread();
  spread.startFor('a', 1e6);
  for (let block = 0; block < 3000; block++) spread.gotAsked('a', block);
  spread.startFor('b', 1e6);
  const told: number[][] = [];
  for (let given = spread.drain('b'); given.length > 0; given = spread.drain('b')) told.push(given);
  expect(told.every(({ length }) => length <= 256)).toBe(true);
  expect(told.flat()).toEqual(Array.from({ length: 1024 }, (_, index) => 1976 + index));
});

test('who is gone, or never began, is told nothing', () => {
  const spread = new Spread();
  spread.startFor('a', 100);
  spread.startFor('b', 100);
  spread.gotAsked('a', 1);
  spread.forget('b');
  expect(spread.drain('b')).toEqual([]);
  expect(spread.drain('c')).toEqual([]);
});
