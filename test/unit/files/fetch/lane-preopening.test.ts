import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { HeadStart } from '../../../../src/files/fetch/lane-preopening.ts';
import type { LaneTending } from '../../../../src/files/fetch/lane-controller.ts';
import type { Supplier } from '../../../../src/files/fetch/provider.ts';
import type { Swarm } from '../../../../src/files/fetch/provider-pool.ts';

const BYTES = 1000;
const LONG_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** One supplier, and what is done about its lanes. */
function begin() {
  const wantLanes = vi.fn<Supplier['wantLanes']>();
  const supplier = { wantLanes } as Partial<Supplier> as Supplier;
  const tend = vi.fn<LaneTending['tend']>();
  const swarm = { sources: [supplier] } as Partial<Swarm> as Swarm;
  return {
    headStart: new HeadStart(swarm, { tend } as Partial<LaneTending> as LaneTending, BYTES),
    supplier,
    wantLanes,
    tend,
  };
}

test('lanes are tended while nothing is asked for, and given up when nobody accepts', () => {
  const { headStart, supplier, wantLanes, tend } = begin();
  headStart.look();
  expect(tend.mock.calls).toEqual([[supplier, BYTES, true]]);
  vi.advanceTimersByTime(LONG_MS);
  expect(wantLanes.mock.calls).toEqual([[1]]);
  headStart.look();
  expect(tend).toHaveBeenCalledTimes(1);
});

test('once it is accepted they are left to whoever takes it', () => {
  const { headStart, wantLanes, tend } = begin();
  headStart.stop();
  headStart.look();
  vi.advanceTimersByTime(LONG_MS);
  expect(tend).not.toHaveBeenCalled();
  expect(wantLanes).not.toHaveBeenCalled();
});
