import { expect, test } from 'vitest';

import { TabLocks } from '../../../../src/storage/records/tab-locks.ts';

test('a lock that was let go is had again at once, by the page that had it', async () => {
  const locks = new TabLocks('again');
  for (let round = 0; round < 100; round += 1) {
    const holding = new AbortController();
    expect(await locks.try('vault', holding.signal), `round ${round}`).toBe(true);
    holding.abort();
  }
});

test('one that is held is not had by another', async () => {
  const locks = new TabLocks('held');
  const holding = new AbortController();
  expect(await locks.try('vault', holding.signal)).toBe(true);
  expect(await locks.try('vault', new AbortController().signal)).toBe(false);
  holding.abort();
  expect(await locks.try('vault', new AbortController().signal)).toBe(true);
});
