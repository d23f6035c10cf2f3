import { describe, expect, test } from 'vitest';

import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';

describe('bitmap', () => {
  test.each([0, 1, 7, 8, 9, 1000])('%i bits fill up, come back from bytes, and find what is missing', (size) => {
    const bitmap = new Bitmap(size);
    for (let index = 0; index < size; index++) {
      expect(bitmap.firstMissing()).toBe(index);
      bitmap.add(index);
      bitmap.add(index);
      expect(bitmap.count).toBe(index + 1);
      expect(new Bitmap(size, bitmap.toBytes()).count).toBe(index + 1);
    }
    expect(bitmap.isFull).toBe(true);
    expect(bitmap.firstMissing()).toBeUndefined();
  });

  test('bytes of another share count as none, bits past the end are ignored', () => {
    expect(new Bitmap(9, new Uint8Array(1).fill(255)).count).toBe(0);
    expect(new Bitmap(9, new Uint8Array(2).fill(255)).count).toBe(9);
  });

  test('an index outside is ignored', () => {
    const bitmap = new Bitmap(3);
    bitmap.add(-1);
    bitmap.add(3);
    expect(bitmap.count).toBe(0);
  });

  test('the first missing after a full byte', () => {
    const bitmap = new Bitmap(24);
    for (let index = 0; index < 24; index++) if (index !== 17) bitmap.add(index);
    expect(bitmap.firstMissing()).toBe(17);
    expect(bitmap.firstMissing(18)).toBeUndefined();
  });

  test('finds its members', () => {
    const bitmap = new Bitmap(60);
    for (const index of [0, 7, 8, 31, 59]) bitmap.add(index);
    const found: number[] = [];
    for (let index = bitmap.firstMember(); index !== undefined; index = bitmap.firstMember(index + 1))
      found.push(index);
    expect(found).toEqual([0, 7, 8, 31, 59]);
    expect(bitmap.firstMember(60)).toBeUndefined();
  });
});
