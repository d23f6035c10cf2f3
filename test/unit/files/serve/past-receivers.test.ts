import { expect, test } from 'vitest';

import { MAX_PAST_RECEIVERS } from '../../../../src/protocol/limits.ts';
import { tooOld } from '../../../../src/files/serve/past-receivers.ts';

test('receivers who come and go without end: the oldest of those who are over are forgotten, nobody who is there', () => {
  const receivers = new Map<number, { isOver: boolean }>();
  for (let id = 0; id < 1000; id++) {
    for (const old of tooOld(receivers)) receivers.delete(old);
    receivers.set(id, { isOver: id % 100 !== 0 });
  }
  expect(receivers.size).toBeLessThanOrEqual(MAX_PAST_RECEIVERS + 10);
  expect([...receivers.keys()]).toEqual(expect.arrayContaining([0, 100, 900, 999]));
  expect(receivers.has(1)).toBe(false);
});
