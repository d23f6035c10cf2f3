import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { LanePreopening } from '../../../../src/files/fetch/lane-preopening.ts';
import type { LaneController } from '../../../../src/files/fetch/lane-controller.ts';
import type { Provider } from '../../../../src/files/fetch/provider.ts';
import type { ProviderPool } from '../../../../src/files/fetch/provider-pool.ts';

const BYTES = 1000;
const LONG_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One provider, and what is done about its lanes. */
function begin() {
  const wantLanes = vi.fn<Provider['wantLanes']>();
  const provider = { wantLanes } as Partial<Provider> as Provider;
  const tend = vi.fn<LaneController['tend']>();
  const pool = { sources: [provider] } as Partial<ProviderPool> as ProviderPool;
  return {
    preopening: new LanePreopening(pool, { tend } as Partial<LaneController> as LaneController, BYTES),
    provider,
    wantLanes,
    tend,
  };
}

test('lanes are tended while nothing is asked for, and given up when nobody accepts', () => {
  const { preopening, provider, wantLanes, tend } = begin();
  preopening.look();
  expect(tend.mock.calls).toEqual([[provider, BYTES, true]]);
  vi.advanceTimersByTime(LONG_MS);
  expect(wantLanes.mock.calls).toEqual([[1]]);
  preopening.look();
  expect(tend).toHaveBeenCalledTimes(1);
});

test('once it is accepted they are left to whoever takes it', () => {
  const { preopening, wantLanes, tend } = begin();
  preopening.stop();
  preopening.look();
  vi.advanceTimersByTime(LONG_MS);
  expect(tend).not.toHaveBeenCalled();
  expect(wantLanes).not.toHaveBeenCalled();
});
