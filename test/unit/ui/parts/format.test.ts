import { describe, expect, test } from 'vitest';

import {
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatElapsed,
  formatMilliseconds,
  formatPercent,
  formatSpeed,
} from '../../../../src/ui/parts/format.ts';

describe('sizes', () => {
  test.each([
    [0, '0 bytes', '0바이트'],
    [1, '1 byte', '1바이트'],
    [999, '999 bytes', '999바이트'],
    [1000, '1 kB', '1kB'],
    [1549, '1.5 kB', '1.5kB'],
    [9_949, '9.9 kB', '9.9kB'],
    [9_950, '10 kB', '10kB'],
    [999_499, '999 kB', '999kB'],
    [999_500, '1 MB', '1MB'],
    [43_000_000_000, '43 GB', '43GB'],
    [2 ** 46, '70 TB', '70TB'],
    [5e15, '5,000 TB', '5,000TB'],
  ])('%d bytes is "%s" and "%s"', (bytes, english, korean) => {
    expect(formatBytes(bytes, 'en')).toBe(english);
    expect(formatBytes(bytes, 'ko')).toBe(korean);
  });

  test('never shows a thousand of a unit that has a larger one', () => {
    for (let exponent = 0; exponent < 14.9; exponent += 0.001)
      expect(formatBytes(Math.round(10 ** exponent), 'en')).not.toMatch(/1,000/);
  });
});

describe('speeds', () => {
  test.each([
    [0, '0 kB/s'],
    [340, '0.3 kB/s'],
    [1000, '1 kB/s'],
    [12_345_678, '12 MB/s'],
    [1_200_000_000, '1.2 GB/s'],
  ])('%d bytes per second is "%s"', (speed, text) => {
    expect(formatSpeed(speed, 'en')).toBe(text);
  });
});

describe('times left', () => {
  test.each([
    [0, '1 sec', '1초'],
    [9.2, '10 sec', '10초'],
    [11, '15 sec', '15초'],
    [55, '55 sec', '55초'],
    [56, '1 min', '1분'],
    [61, '2 min', '2분'],
    [3541, '1 hr', '1시간'],
    [3601, '1 hr 10 min', '1시간 10분'],
    [8 * 3600, '8 hr', '8시간'],
    [100 * 3600, '5 days', '5일'],
  ])('%d seconds are "%s" and "%s"', (seconds, english, korean) => {
    expect(formatDuration(seconds, 'en')).toBe(english);
    expect(formatDuration(seconds, 'ko')).toBe(korean);
  });

  test('never shrinks when there is more left', () => {
    const minutesOf = (text: string): number =>
      [...text.matchAll(/(\d+) (sec|min|hr|day)/g)].reduce(
        (sum, [, value, unit]) => sum + Number(value) * ({ sec: 1 / 60, min: 1, hr: 60, day: 1440 }[unit ?? ''] ?? 0),
        0,
      );
    let last = 0;
    for (let seconds = 0; seconds < 400_000; seconds += 7) {
      const shown = minutesOf(formatDuration(seconds, 'en'));
      expect(shown).toBeGreaterThanOrEqual(last);
      last = shown;
    }
  });
});

describe('times taken', () => {
  test.each([
    [0, '0 ms', '0ms'],
    [999.4, '999 ms', '999ms'],
    [999.5, '1 sec', '1초'],
    [1449, '1.4 sec', '1.4초'],
    [9960, '10 sec', '10초'],
    [61_400, '61 sec', '61초'],
  ])('%d milliseconds are "%s" and "%s"', (milliseconds, english, korean) => {
    expect(formatElapsed(milliseconds, 'en')).toBe(english);
    expect(formatElapsed(milliseconds, 'ko')).toBe(korean);
  });
});

test('rounds a percentage down: nothing is 100% before it is whole', () => {
  expect(formatPercent(99.99, 'en')).toBe('99%');
  expect(formatPercent(100, 'ko')).toBe('100%');
});

test('groups digits, and writes dates and milliseconds as the language does', () => {
  expect(formatCount(12_480, 'en')).toBe('12,480');
  expect(formatMilliseconds(31.4, 'en')).toBe('31 ms');
  expect(formatDate(Date.UTC(2026, 10, 20, 12), 'en')).toBe('Nov 20, 2026');
  expect(formatDate(Date.UTC(2026, 10, 20, 12), 'ko')).toBe('2026. 11. 20.');
});
