import { describe, expect, test } from 'vitest';

import { BLOCK_BYTES, MAX_LANES } from '../../../../src/protocol/limits.ts';
import {
  DISTANT_MS,
  FIRST_LANES,
  LANE_LEAST_BYTES,
  LaneCountSearch,
  MANY_BLOCKS,
  NEAR_LANES,
  RELAYED_LANES,
  type LanePath,
} from '../../../../src/transfer/flow/lane-count-search.ts';

const MANY_BYTES = 1000 * BLOCK_BYTES;
const TICK_MS = 500;

interface Line {
  readonly path?: LanePath;
  readonly roundTripMs?: number;
  readonly missingBytes?: number;
  /** Bytes per ms by number of lanes. */
  readonly goodput: (lanes: number) => number;
  /** Lanes that can be opened. */
  readonly openable?: number;
  /** Nothing is asked for until then, and nothing comes. */
  readonly restMs?: number;
  /** Lanes that what the line holds is worth. */
  readonly worth?: (nowMs: number) => number | undefined;
}

/** Asks twice a second for so long; tells what was wanted, without repetitions. */
function climb(
  seconds: number,
  {
    path = 'far',
    roundTripMs = 20,
    missingBytes = MANY_BYTES,
    goodput,
    openable = Infinity,
    restMs = 0,
    worth = () => undefined,
  }: Line,
): number[] {
  const lanes = new LaneCountSearch(0);
  const wanted = [1];
  let receivedBytes = 0;
  for (let nowMs = 0; nowMs < seconds * 1000; nowMs += TICK_MS) {
    const open = Math.min(wanted.at(-1)!, openable);
    const isResting = nowMs < restMs;
    if (!isResting) receivedBytes += goodput(open) * TICK_MS;
    const next = lanes.check(nowMs, {
      path,
      roundTripMs,
      missingBytes,
      open,
      receivedBytes,
      isResting,
      worth: worth(nowMs),
    });
    if (next !== wanted.at(-1)) wanted.push(next);
  }
  return wanted;
}

/** Loss bounds each lane. */
const lossy = (lanes: number): number => 300 * lanes;
/** The line is the bound, whatever the lanes. */
const full = (): number => 12_500;

describe('how many lanes', () => {
  test('a number that was measured, for a large share on a near path', () => {
    expect(climb(20, { path: 'near', missingBytes: MANY_BLOCKS * BLOCK_BYTES, goodput: full })).toEqual([
      1,
      NEAR_LANES,
    ]);
    expect(climb(20, { path: 'near', missingBytes: MANY_BLOCKS * BLOCK_BYTES - 1, goodput: full })).toEqual([1]);
  });

  test('one for a small share, and as long as the path is not known', () => {
    expect(climb(20, { missingBytes: 2 * LANE_LEAST_BYTES - 1, goodput: lossy })).toEqual([1]);
    expect(climb(20, { path: 'unknown', goodput: lossy })).toEqual([1]);
  });

  test('where loss is the bound, as many as there may be', () => {
    expect(climb(20, { goodput: lossy })).toEqual([1, FIRST_LANES, MAX_LANES]);
  });

  test('where the line is the bound, those that more brought nothing to, and it is tried again only later', () => {
    expect(climb(20, { goodput: full })).toEqual([1, FIRST_LANES, MAX_LANES, FIRST_LANES]);
    expect(climb(40, { goodput: full })).toEqual([1, FIRST_LANES, MAX_LANES, FIRST_LANES, MAX_LANES, FIRST_LANES]);
  });

  test('more from the start where the other end is distant', () => {
    expect(climb(5, { roundTripMs: DISTANT_MS, goodput: full })).toEqual([1, MAX_LANES]);
  });

  test('on a far path already before anything is asked for, and then as ever: that nothing comes meanwhile tells nothing', () => {
    expect(climb(10, { goodput: lossy, restMs: 10_000 })).toEqual([1, FIRST_LANES]);
    expect(climb(20, { goodput: lossy, restMs: 10_000 })).toEqual([1, FIRST_LANES, MAX_LANES]);
    for (const path of ['near', 'relayed'] as const)
      expect(climb(10, { path, goodput: full, restMs: 10_000 })).toEqual([1]);
  });

  test('those of a direct path when one is found after all', () => {
    const lanes = new LaneCountSearch(0);
    const facts = {
      missingBytes: MANY_BYTES,
      roundTripMs: 20,
      open: 1,
      receivedBytes: 0,
      isResting: false,
      worth: undefined,
    };
    expect(lanes.check(0, { ...facts, path: 'relayed' })).toBe(RELAYED_LANES);
    expect(lanes.check(500, { ...facts, path: 'far' })).toBe(FIRST_LANES);
  });

  test('few by a relay, and no more than the rest of the share is worth', () => {
    expect(climb(20, { path: 'relayed', goodput: lossy })).toEqual([1, RELAYED_LANES]);
    expect(climb(20, { missingBytes: 5 * LANE_LEAST_BYTES, goodput: lossy })).toEqual([1, 5]);
    expect(climb(20, { path: 'relayed', missingBytes: 3 * LANE_LEAST_BYTES, goodput: lossy })).toEqual([1, 3]);
  });

  test('on a slow line those that it is not worth go after a while, and no more are tried', () => {
    expect(climb(30, { roundTripMs: 40, goodput: full, worth: () => 2 })).toEqual([1, MAX_LANES, 3]);
    expect(climb(30, { goodput: full, worth: () => 2 })).toEqual([1, FIRST_LANES, 3]);
  });

  test('a moment in which the line is the bound closes none', () => {
    expect(climb(20, { goodput: lossy, worth: (nowMs) => (nowMs % 2000 === 0 ? 2 : undefined) })).toEqual([
      1,
      FIRST_LANES,
      MAX_LANES,
    ]);
  });

  test('when the line has room again more are tried', () => {
    expect(climb(20, { goodput: lossy, worth: (nowMs) => (nowMs < 5000 ? 2 : undefined) })).toEqual([
      1,
      FIRST_LANES,
      3,
      6,
      12,
      MAX_LANES,
    ]);
  });

  test('those that cannot be opened are not waited for', () => {
    expect(climb(20, { goodput: lossy, openable: 3 })).toEqual([1, FIRST_LANES, 3, 6, 3]);
  });
});
