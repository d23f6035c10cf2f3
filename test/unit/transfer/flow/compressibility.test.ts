import { expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { isWorthPacking, Packability } from '../../../../src/transfer/flow/compressibility.ts';

const CHUNK = 65_536;

/** What becomes of so many chunks, each of which would be packed to that part of itself; its answer comes at once. */
function decide(packability: Packability, chunks: number, ratio: number): string[] {
  return Array.from({ length: chunks }, () => {
    const decision = packability.next();
    if (decision !== 'plain') packability.got(CHUNK, CHUNK * ratio);
    return decision;
  });
}

test('what packs well is tried once, and packed from then on', () => {
  expect(decide(new Packability(), 5, 0.3)).toEqual(['try', 'pack', 'pack', 'pack', 'pack']);
});

test('what does not is tried now and then', () => {
  const decisions = decide(new Packability(), 1000, 1.01);
  expect(decisions).not.toContain('pack');
  const tries = decisions.filter((decision) => decision === 'try').length;
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(50);
});

test('follows a stream in which the one comes behind the other', () => {
  const packability = new Packability();
  decide(packability, 10, 0.3);
  expect(decide(packability, 3, 1)).toEqual(['pack', 'plain', 'plain']);
  expect(decide(packability, 100, 0.3).at(-1)).toBe('pack');
});

test('as long as a try is not answered there is no second', () => {
  const packability = new Packability();
  expect(packability.next()).toBe('try');
  expect(Array.from({ length: 100 }, () => packability.next())).not.toContain('try');
});

test('a share of two blocks or more is worth it', () => {
  expect([0, BLOCK_BYTES + 1, 2 * BLOCK_BYTES - 1, 2 * BLOCK_BYTES].map(isWorthPacking)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
