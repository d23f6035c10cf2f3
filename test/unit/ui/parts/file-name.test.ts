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
