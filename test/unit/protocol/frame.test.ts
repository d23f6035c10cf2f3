import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  decodeFrame,
  encodeChunk,
  encodeCompressed,
  encodeBlockSignature,
  encodeRequest,
} from '../../../src/protocol/frame.ts';
import { BLOCK_BYTES, CHUNK_BYTES, PIECE_BYTES } from '../../../src/protocol/limits.ts';

const bytes = (length: number, fill = 7) => new Uint8Array(length).fill(fill);

describe('D1: frames', () => {
  test('a request comes back as it went', () => {
    const piece = { block: 4_294_967_295, offset: BLOCK_BYTES - PIECE_BYTES, length: PIECE_BYTES };
    expect(decodeFrame(encodeRequest(0, piece))).toEqual({ type: 'request', piece });
  });

  test('a block signature comes back as it went', () => {
    const blockSignature = { block: 1, length: 1, sha256: bytes(32, 1), signature: bytes(64, 2) };
    expect(decodeFrame(encodeBlockSignature(0, blockSignature))).toEqual({ type: 'block-signature', blockSignature });
  });

  test.each([1, CHUNK_BYTES - 1, CHUNK_BYTES])('a chunk of %i bytes comes back as it went', (length) => {
    const payload = bytes(length);
    expect(decodeFrame(encodeChunk(0, 3, BLOCK_BYTES - length, payload))).toEqual({
      type: 'chunk',
      chunk: { block: 3, offset: BLOCK_BYTES - length, payload },
    });
  });

  test.each([2, CHUNK_BYTES])('a compressed chunk of %i bytes comes back as it went', (length) => {
    const compressed = { block: 3, offset: BLOCK_BYTES - length, length, payload: bytes(length - 1) };
    expect(decodeFrame(encodeCompressed(0, compressed))).toEqual({ type: 'compressed', compressed });
  });

  test.each([
    ['nothing', bytes(0)],
    ['an unknown type', bytes(13, 9)],
    ['a request for nothing', encodeRequest(0, { block: 0, offset: 0, length: 0 })],
    ['a request for too much', encodeRequest(0, { block: 0, offset: 0, length: PIECE_BYTES + 1 })],
    ['a request past the block', encodeRequest(0, { block: 0, offset: BLOCK_BYTES, length: 1 })],
    ['a request whose end wraps around', encodeRequest(0, { block: 0, offset: 0xffff_ffff, length: PIECE_BYTES })],
    ['a request with a tail', new Uint8Array([...encodeRequest(0, { block: 0, offset: 0, length: 1 }), 0])],
    ['an empty chunk', encodeChunk(0, 0, 0, bytes(0))],
    ['a chunk that is too large', encodeChunk(0, 0, 0, bytes(CHUNK_BYTES + 1))],
    ['a chunk past the block', encodeChunk(0, 0, BLOCK_BYTES - 1, bytes(2))],
    ['a compressed chunk of nothing', encodeCompressed(0, { block: 0, offset: 0, length: 0, payload: bytes(1) })],
    [
      'a compressed chunk without a payload',
      encodeCompressed(0, { block: 0, offset: 0, length: 2, payload: bytes(0) }),
    ],
    [
      'a compressed chunk that is not smaller',
      encodeCompressed(0, { block: 0, offset: 0, length: 10, payload: bytes(10) }),
    ],
    [
      'a compressed chunk of too much',
      encodeCompressed(0, { block: 0, offset: 0, length: CHUNK_BYTES + 1, payload: bytes(10) }),
    ],
    [
      'a compressed chunk past the block',
      encodeCompressed(0, { block: 0, offset: BLOCK_BYTES - 9, length: 10, payload: bytes(1) }),
    ],
    [
      'a compressed chunk whose end wraps around',
      encodeCompressed(0, { block: 0, offset: 0xffff_ffff, length: 10, payload: bytes(1) }),
    ],
    [
      'a block signature of an empty block',
      encodeBlockSignature(0, { block: 0, length: 0, sha256: bytes(32), signature: bytes(64) }),
    ],
    [
      'a block signature of too large a block',
      encodeBlockSignature(0, { block: 0, length: BLOCK_BYTES + 1, sha256: bytes(32), signature: bytes(64) }),
    ],
    [
      'a block signature that is cut',
      encodeBlockSignature(0, { block: 0, length: 1, sha256: bytes(32), signature: bytes(64) }).subarray(0, 100),
    ],
  ])('%s is refused', (_, frame) => {
    expect(decodeFrame(frame)).toBeUndefined();
  });

  test('any bytes at all are a frame within bounds, or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        const frame = decodeFrame(random.slice());
        if (frame?.type === 'request') expect(frame.piece.offset + frame.piece.length).toBeLessThanOrEqual(BLOCK_BYTES);
        if (frame?.type === 'chunk')
          expect(frame.chunk.offset + frame.chunk.payload.length).toBeLessThanOrEqual(BLOCK_BYTES);
      }),
      { numRuns: 2000, seed: 20261120 },
    );
  });
});
