import { expect, test } from 'vitest';

import { MANIFEST_PAGES_UNDER_WAY } from '../../../../src/protocol/limits.ts';
import { ManifestIntake } from '../../../../src/transfer/exchange/manifest-intake.ts';

const head = (pages: number, pageBytes: number) => ({
  files: pages,
  bytes: 0,
  pages,
  pageBytes,
  sha256: 'a'.repeat(43),
});

test.each([1, 2, 9, 17, 100])('M4a: %i pages come in, a bounded number under way', (pages) => {
  const intake = new ManifestIntake(head(pages, pages * 2));
  let askedTo = 1;
  let got = 0;
  let last;
  while (got < askedTo) {
    last = intake.gotPage(got++, '[]');
    if (last.type === 'ask') {
      expect(last.first).toBe(askedTo);
      askedTo += last.count;
    }
    expect(askedTo - got).toBeLessThanOrEqual(MANIFEST_PAGES_UNDER_WAY);
  }
  expect(last).toMatchObject({ type: 'whole', pages: { length: pages } });
});

test.each([
  [
    'a page again',
    [
      [0, '[]'],
      [0, '[]'],
    ],
  ],
  ['a page too far', [[1, '[]']]],
  ['more bytes than announced', [[0, '[1]']]],
  ['bytes of more than one unit', [[0, '가']]],
] as [string, [number, string][]][])('M4a: %s is bad', (_, pages) => {
  const intake = new ManifestIntake(head(3, 2));
  expect(pages.map(([page, text]) => intake.gotPage(page, text)).at(-1)).toEqual({ type: 'bad' });
});

test('M4a: fewer bytes than announced are bad', () => {
  expect(new ManifestIntake(head(1, 3)).gotPage(0, '[]')).toEqual({ type: 'bad' });
});
