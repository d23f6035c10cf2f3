/**
 * D11: what is compressed comes back, and what a hostile peer calls compressed makes nothing beyond what it announced.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { BLOCK_BYTES, CHUNK_BYTES } from '../../../../src/protocol/limits.ts';
import { compress as packWith, type Effort } from '../../../../src/files/compress/deflate.ts';
import { decompress as decompressInto } from '../../../../src/files/compress/inflate.ts';
import { text } from '../../../support/text.ts';

const compress = (bytes: Uint8Array, effort: Effort = 'small') => packWith(bytes, effort);

function decompress(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  const into = new Uint8Array(length);
  return decompressInto(bytes, into) ? into : undefined;
}

test.each([20, 4095, 65_536, CHUNK_BYTES])('%i bytes come back, from fewer', (length) => {
  const bytes = text(length);
  const compressed = compress(bytes)!;
  expect(compressed.length).toBeLessThan(length);
  expect(decompress(compressed, length)).toEqual(bytes);
});

test('with more effort it is smaller, and comes back as well', () => {
  const bytes = text(CHUNK_BYTES);
  const [quick, small] = [compress(bytes, 'quick')!, compress(bytes, 'small')!];
  expect(small.length).toBeLessThan(quick.length);
  expect([decompress(quick, bytes.length), decompress(small, bytes.length)]).toEqual([bytes, bytes]);
});

test.each([1, 2, 65_536])('%i bytes that it would not make fewer are left', (length) => {
  expect(compress(crypto.getRandomValues(new Uint8Array(length)))).toBeUndefined();
});

test('what decompresses to more than it says is refused, and so is what comes to less, is cut, or is nothing of the kind; what comes then is none the worse', () => {
  const bomb = compress(new Uint8Array(100 * BLOCK_BYTES))!;
  expect(bomb.length).toBeLessThanOrEqual(CHUNK_BYTES);
  const compressed = compress(text(5000))!;
  const wrong: (readonly [Uint8Array, number])[] = [
    [bomb, CHUNK_BYTES],
    [compressed, 5001],
    [compressed, 4999],
    [compressed.slice(0, -5), 5000],
    [new Uint8Array([...compressed, 1]), 5000],
    [new Uint8Array(100).fill(0xff), 100],
    [new Uint8Array(0), 100],
  ];
  for (const [bytes, length] of wrong) {
    expect(decompress(bytes, length)).toBeUndefined();
    expect(decompress(compressed, 5000)).toEqual(text(5000));
  }
});

test('whatever comes is refused or so many bytes, never an error, and leaves no trace in what comes then', () => {
  const plain = text(3000);
  const compressed = compress(plain)!;
  const damaged = fc
    .tuple(fc.nat(compressed.length - 1), fc.integer({ min: 1, max: 255 }))
    .map(([at, mask]) => compressed.map((byte, index) => (index === at ? byte ^ mask : byte)));
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 2000 }), damaged),
      fc.integer({ min: 1, max: 5000 }),
      (bytes, length) => {
        expect(decompress(bytes, length) ?? { length }).toHaveLength(length);
        expect(decompress(compressed, plain.length)).toEqual(plain);
      },
    ),
  );
});
