import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Search } from '../../../src/room/search.ts';

const SEARCH_MS = 2000;
const ending = new AbortController();
let asked = 0;
let search: Search;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  search = new Search(() => (asked += 1), ending.signal);
});
afterEach(() => void vi.useRealTimers());

test('R20: the room is asked while peers are lacking, ever more seldom', () => {
  const times: number[] = [];
  for (let ms = 0; ms < 600_000; ms += 100) {
    const before = asked;
    search.look(true);
    vi.advanceTimersByTime(100);
    if (asked > before) times.push(ms);
  }
  const gaps = times.map((ms, index) => ms - (times[index - 1] ?? 0));
  expect(gaps[0]).toBeGreaterThanOrEqual(SEARCH_MS - 100);
  for (const [index, gap] of gaps.entries()) {
    const least = Math.min(60_000, SEARCH_MS * 2 ** index);
    expect(gap).toBeGreaterThanOrEqual(least - 100);
    expect(gap).toBeLessThanOrEqual(1.5 * least + 100);
  }
  expect(times.length).toBeLessThan(20);
});

test('R20: not when enough have been found meanwhile', () => {
  search.look(true);
  vi.advanceTimersByTime(SEARCH_MS - 1);
  search.look(false);
  vi.advanceTimersByTime(600_000);
  expect(asked).toBe(0);
});

test('R20: not after the room has nobody else, until a link is lost', () => {
  search.look(true);
  vi.advanceTimersByTime(1.5 * SEARCH_MS);
  search.gotNone();
  search.look(true);
  vi.advanceTimersByTime(600_000);
  expect(asked).toBe(1);
  search.renew();
  search.look(true);
  vi.advanceTimersByTime(1.5 * SEARCH_MS);
  expect(asked).toBe(2);
});

test('R20: one that loses a link again and again does not ask as often', () => {
  for (let second = 0; second < 600; second++) {
    search.renew();
    search.look(second % 2 === 0);
    search.look(true);
    vi.advanceTimersByTime(1000);
    search.gotNone();
  }
  expect(asked).toBeLessThan(20);
});
