import { expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { laneCount, MANY_BLOCKS, NEAR_LANES } from '../../../src/transfer/lane-count.ts';

const LARGE = MANY_BLOCKS * BLOCK_BYTES;

test.each([
  { case: 'a large share on a near path', bytes: LARGE, isNear: true, lanes: NEAR_LANES },
  { case: 'one that is through before they are up', bytes: LARGE - 1, isNear: true, lanes: 1 },
  { case: 'a path with delay', bytes: LARGE, isNear: false, lanes: 1 },
])('$case: $lanes', ({ bytes, isNear, lanes }) => {
  expect(laneCount(bytes, isNear)).toBe(lanes);
});
