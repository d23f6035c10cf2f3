/** D11: what is packed comes back, and what a hostile peer calls packed makes nothing beyond what it announced. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { BLOCK_BYTES, CHUNK_BYTES } from '../../../../src/protocol/limits.ts';
import { pack as packWith, type Effort } from '../../../../src/files/compress/deflate.ts';
import { unpack as unpackInto } from '../../../../src/files/compress/inflate.ts';
import { text } from '../../../support/text.ts';

const pack = (bytes: Uint8Array, effort: Effort = 'small') => packWith(bytes, effort);

function unpack(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
  const into = new Uint8Array(length);
  return unpackInto(bytes, into) ? into : undefined;
}

test.each([20, 4095, 65_536, CHUNK_BYTES])('%i bytes come back, from fewer', (length) => {
  const bytes = text(length);
  const packed = pack(bytes)!;
  expect(packed.length).toBeLessThan(length);
  expect(unpack(packed, length)).toEqual(bytes);
});

test('with more effort it is smaller, and comes back as well', () => {
  const bytes = text(CHUNK_BYTES);
  const [quick, small] = [pack(bytes, 'quick')!, pack(bytes, 'small')!];
  expect(small.length).toBeLessThan(quick.length);
  expect([unpack(quick, bytes.length), unpack(small, bytes.length)]).toEqual([bytes, bytes]);
});

test.each([1, 2, 65_536])('%i bytes that it would not make fewer are left', (length) => {
  expect(pack(crypto.getRandomValues(new Uint8Array(length)))).toBeUndefined();
});

test('what unpacks to more than it says is refused, and so is what comes to less, is cut, or is nothing of the kind; what comes then is none the worse', () => {
  const bomb = pack(new Uint8Array(100 * BLOCK_BYTES))!;
  expect(bomb.length).toBeLessThanOrEqual(CHUNK_BYTES);
  const packed = pack(text(5000))!;
  const wrong: (readonly [Uint8Array, number])[] = [
    [bomb, CHUNK_BYTES],
    [packed, 5001],
    [packed, 4999],
    [packed.slice(0, -5), 5000],
    [new Uint8Array([...packed, 1]), 5000],
    [new Uint8Array(100).fill(0xff), 100],
    [new Uint8Array(0), 100],
  ];
  for (const [bytes, length] of wrong) {
    expect(unpack(bytes, length)).toBeUndefined();
    expect(unpack(packed, 5000)).toEqual(text(5000));
  }
});

test('whatever comes is refused or so many bytes, never an error, and leaves no trace in what comes then', () => {
  const plain = text(3000);
  const packed = pack(plain)!;
  const damaged = fc
    .tuple(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }))
    .map(([at, mask]) => packed.map((byte, index) => (index === at ? byte ^ mask : byte)));
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 2000 }), damaged),
      fc.integer({ min: 1, max: 5000 }),
      (bytes, length) => {
        expect(unpack(bytes, length) ?? { length }).toHaveLength(length);
        expect(unpack(packed, plain.length)).toEqual(plain);
      },
    ),
  );
});
