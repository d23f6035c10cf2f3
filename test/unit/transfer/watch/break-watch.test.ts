import { expect, test } from 'vitest';

import { BreakWatch, ICE_RESTART_MS } from '../../../../src/transfer/watch/break-watch.ts';

test('a link that is broken for long is seen to once, and one that came back in time is not', () => {
  const watch = new BreakWatch();
  expect(watch.check(0, true)).toBe(false);
  expect(watch.check(ICE_RESTART_MS - 1, true)).toBe(false);
  expect(watch.check(ICE_RESTART_MS, false)).toBe(false);
  expect(watch.check(ICE_RESTART_MS + 1, true)).toBe(false); // another break
  expect(watch.check(2 * ICE_RESTART_MS, true)).toBe(false);
  expect(watch.check(2 * ICE_RESTART_MS + 1, true)).toBe(true);
  expect(watch.check(10 * ICE_RESTART_MS, true)).toBe(false);
});

test('each break anew', () => {
  const watch = new BreakWatch();
  watch.check(0, true);
  expect(watch.check(ICE_RESTART_MS, true)).toBe(true);
  watch.check(ICE_RESTART_MS + 1, false);
  watch.check(ICE_RESTART_MS + 2, true);
  expect(watch.check(2 * ICE_RESTART_MS + 2, true)).toBe(true);
});
