import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { quoteName, splitName } from '../../../../src/ui/parts/file-name.ts';

describe('splitName', () => {
  test('leaves a short name whole', () => {
    expect(splitName('thesis.pdf')).toEqual({ start: 'thesis.pdf', end: '' });
  });

  test('keeps the extension of a long name at the end', () => {
    expect(splitName('Summer by the sea, the long cut.mp4')).toEqual({
      start: 'Summer by the sea, the ',
      end: 'long cut.mp4',
    });
  });

  test.each([
    ['Hangul', '2026년 여름 바닷가 가족 여행 사진 모음.hwpx', '진 모음.hwpx'],
    [
      'Hangul as macOS writes it',
      '2026년 여름 바닷가 가족 여행 사진 모음.hwpx'.normalize('NFD'),
      '진 모음.hwpx'.normalize('NFD'),
    ],
    ['kana and Han', '夏の海辺で家族と過ごした一日の記録.mp4', '日の記録.mp4'],
  ])('keeps 12 columns of the end, of which %s takes two each', (_, path, end) => {
    expect(splitName(path)).toEqual({ start: path.slice(0, path.length - end.length), end });
  });

  test.each([
    ['가'.repeat(5), ''],
    ['가'.repeat(6), '가'.repeat(3)],
    ['가'.repeat(40), '가'.repeat(6)],
    ['회의록 2026-11-20.hwp', '-11-20.hwp'],
    ['photo-20.jpg', '20.jpg'],
  ])('keeps at most half of %s', (path, end) => {
    expect(splitName(path).end).toBe(end);
  });

  test('splits no short name of letters that join each other', () => {
    expect(splitName('تقرير سنوي.pdf').end).toBe('');
    expect(splitName('تقرير سنوي طويل جدا عن كل شيء.pdf').end).not.toBe('');
  });

  test('does not split a character of several code points', () => {
    const family = '👩‍👩‍👧‍👦';
    const { start, end } = splitName(`${'x'.repeat(30)}${family.repeat(12)}`);
    expect(start.endsWith('x') || start.endsWith(family)).toBe(true);
    expect(end.startsWith(family)).toBe(true);
  });

  test('loses nothing and leaves no lone surrogate, whatever the name', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 200 }), (path) => {
        const { start, end } = splitName(path);
        expect(start + end).toBe(path);
        expect(/^[\uDC00-\uDFFF]/.test(end)).toBe(false);
      }),
    );
  });

  test('shows at most a bounded end, however many marks are stacked on a letter', () => {
    expect(splitName(`a${'\u0301'.repeat(5000)}.exe`).end.length).toBeLessThan(60);
  });
});

describe('quoteName', () => {
  test('isolates the direction of the name from the sentence around it', () => {
    expect(quoteName('تقرير.pdf')).toBe('\u2068تقرير.pdf\u2069');
  });

  test('cuts a long name in the middle', () => {
    const quoted = quoteName(`${'very '.repeat(40)}long.tar.gz`);
    expect(quoted.length).toBeLessThanOrEqual(63);
    expect(quoted).toContain('…');
    expect(quoted).toContain('.tar.gz');
  });
});
