/** The most that a page sends: over any stretch of time, and told to who waits. */
import { describe, expect, test, vi } from 'vitest';

import { UploadCap } from '../../../../src/files/serve/upload-cap.ts';

function capped(bitsPerSecond?: number) {
  let nowMs = 0;
  const cap = new UploadCap(() => nowMs);
  cap.set(bitsPerSecond);
  return { cap, pass: (ms: number) => (nowMs += ms) };
}

describe('a cap', () => {
  test('there is none at first', () => {
    expect(capped().cap.freeBytes).toBe(Infinity);
  });

  test.each([1e6, 5e6, 100e6])('of %d bit/s lets just so much out, in chunks of any size', (bitsPerSecond) => {
    const { cap, pass } = capped(bitsPerSecond);
    let sent = 0;
    for (let turn = 0; turn < 1000; turn += 1) {
      pass(10);
      while (cap.freeBytes > 0) {
        cap.take(128 * 1024);
        sent += 128 * 1024;
      }
    }
    expect((sent * 8) / 10 / bitsPerSecond).toBeLessThan(1 + (2 * 128 * 1024 * 8) / (10 * bitsPerSecond));
    expect((sent * 8) / 10 / bitsPerSecond).toBeGreaterThan(0.98);
  });

  test('a long pause saves nothing up', () => {
    const { cap, pass } = capped(8e6);
    pass(3_600_000);
    expect(cap.freeBytes).toBeLessThanOrEqual(100_000);
  });

  test('who found no room is told when there is, each in turn first', () => {
    vi.useFakeTimers();
    const cap = new UploadCap(() => Date.now());
    cap.set(8e6);
    const told: string[] = [];
    const { signal } = new AbortController();
    cap.onRoom(() => told.push('one'), signal);
    cap.onRoom(() => told.push('other'), signal);
    told.length = 0;
    for (let turn = 0; turn < 2; turn += 1) {
      cap.take(cap.freeBytes + 10_000);
      expect(cap.freeBytes).toBeLessThanOrEqual(0);
      vi.advanceTimersByTime(100);
    }
    vi.useRealTimers();
    expect(told).toEqual(['other', 'one', 'one', 'other']);
  });

  test('who has stopped by what it took is told, though nobody looks at it meanwhile', () => {
    vi.useFakeTimers();
    const cap = new UploadCap(() => Date.now());
    cap.set(8e6);
    let told = 0;
    cap.onRoom(() => (told += 1), new AbortController().signal);
    vi.advanceTimersByTime(50);
    for (const bytes of [cap.freeBytes + 1000, 100]) {
      cap.take(bytes);
      vi.advanceTimersByTime(20);
    }
    vi.useRealTimers();
    expect(told).toBe(2);
  });

  test('when it is lifted, who waits goes on at once', () => {
    const { cap } = capped(8);
    let told = 0;
    cap.onRoom(() => (told += 1), new AbortController().signal);
    cap.take(1000);
    expect(cap.freeBytes).toBeLessThanOrEqual(0);
    cap.set(undefined);
    expect(told).toBe(1);
    expect(cap.freeBytes).toBe(Infinity);
  });
});
