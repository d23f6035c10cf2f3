import { expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { isWorthCompressing, Compressibility } from '../../../../src/transfer/flow/compressibility.ts';

const CHUNK = 65_536;

/**
 * What becomes of so many chunks, each of which would be compressed to that part of itself; its answer comes at once.
 */
function decide(compressibility: Compressibility, chunks: number, ratio: number): string[] {
  return Array.from({ length: chunks }, () => {
    const decision = compressibility.next();
    if (decision !== 'plain') compressibility.got(CHUNK, CHUNK * ratio);
    return decision;
  });
}

test('what compresses well is tried once, and compressed from then on', () => {
  expect(decide(new Compressibility(), 5, 0.3)).toEqual(['try', 'compress', 'compress', 'compress', 'compress']);
});

test('what does not is tried now and then', () => {
  const decisions = decide(new Compressibility(), 1000, 1.01);
  expect(decisions).not.toContain('compress');
  const tries = decisions.filter((decision) => decision === 'try').length;
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(50);
});

test('follows a stream in which the one comes behind the other', () => {
  const compressibility = new Compressibility();
  decide(compressibility, 10, 0.3);
  expect(decide(compressibility, 3, 1)).toEqual(['compress', 'plain', 'plain']);
  expect(decide(compressibility, 100, 0.3).at(-1)).toBe('compress');
});

test('as long as a try is not answered there is no second', () => {
  const compressibility = new Compressibility();
  expect(compressibility.next()).toBe('try');
  expect(Array.from({ length: 100 }, () => compressibility.next())).not.toContain('try');
});

test('a share of two blocks or more is worth it', () => {
  expect([0, BLOCK_BYTES + 1, 2 * BLOCK_BYTES - 1, 2 * BLOCK_BYTES].map(isWorthCompressing)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
