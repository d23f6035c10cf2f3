import { describe, expect, test } from 'vitest';

import {
  PAGE_BLOCKS,
  PAGE_BYTES,
  pageOf,
  pagesOf,
  signatureIn,
  withSignatures,
  type KeptSignature,
} from '../../../../src/storage/records/signature-pages.ts';

/** Different for each block, and never all zeros. */
const signatureOf = (block: number, seed = 1): KeptSignature => ({
  block,
  sha256: Uint8Array.from({ length: 32 }, (_, index) => 1 + ((block + seed + index) % 255)),
  signature: Uint8Array.from({ length: 64 }, (_, index) => 1 + ((3 * block + seed + index) % 255)),
});
const signaturesOf = (count: number): KeptSignature[] =>
  Array.from({ length: count }, (_, block) => signatureOf(block));

describe('a page of signatures', () => {
  const n = PAGE_BLOCKS;

  test('is small: a share of 100 GB is written by pages of 6 KiB', () => {
    expect(PAGE_BYTES).toBe(6 * 1024);
  });

  test.each([0, 1, n - 1, n, n + 1, 3 * n + 1])(
    'gives back %i signatures, each by its block, and no other',
    (count) => {
      const pages = new Map(
        Array.from(pagesOf(signaturesOf(count)), (page) => [
          page,
          withSignatures(undefined, page, signaturesOf(count)),
        ]),
      );
      expect(pages.size).toBe(Math.ceil(count / n));
      for (const page of pages.values()) expect(page).toHaveLength(PAGE_BYTES);
      for (let block = 0; block < count; block += 1)
        expect(signatureIn(pages.get(pageOf(block)), block)).toEqual(signatureOf(block));
      expect(signatureIn(pages.get(pageOf(count)), count)).toBeUndefined();
    },
  );

  test('keeps what is in it when more comes, replaces what comes again, and leaves the page before as it was', () => {
    const before = withSignatures(undefined, 1, [signatureOf(n), signatureOf(n + 1)]);
    const after = withSignatures(before, 1, [signatureOf(n + 1, 9), signatureOf(0), signatureOf(2 * n - 1)]);
    expect([n, n + 1, 2 * n - 1].map((block) => signatureIn(after, block))).toEqual([
      signatureOf(n),
      signatureOf(n + 1, 9),
      signatureOf(2 * n - 1),
    ]);
    expect(signatureIn(after, n)).toEqual(signatureOf(n)); // and not that of block 0, which has the same place in its page
    expect(signatureIn(before, n + 1)).toEqual(signatureOf(n + 1));
    expect(signatureIn(before, 2 * n - 1)).toBeUndefined();
  });

  test('is a page of its own: what is given out can be changed without changing it', () => {
    const page = withSignatures(undefined, 0, [signatureOf(5)]);
    signatureIn(page, 5)?.sha256.fill(0);
    signatureIn(page, 5)?.signature.fill(0);
    expect(signatureIn(page, 5)).toEqual(signatureOf(5));
  });

  test.each([0, 1, PAGE_BYTES - 1, PAGE_BYTES + 1])('of %i bytes is damaged: nothing of it counts', (length) => {
    const damaged = new Uint8Array(length).fill(7);
    expect(signatureIn(damaged, 0)).toBeUndefined();
    const mended = withSignatures(damaged, 0, [signatureOf(1)]);
    expect(signatureIn(mended, 1)).toEqual(signatureOf(1));
    expect(signatureIn(mended, 0)).toBeUndefined();
  });

  test('is undefined, and so are its signatures, where none was ever written', () => {
    expect(signatureIn(undefined, 0)).toBeUndefined();
  });
});
