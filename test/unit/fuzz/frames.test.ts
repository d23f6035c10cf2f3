import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import { decodeEnvelope, encodeEnvelope } from '../../../src/protocol/envelope.ts';
import {
  decodeFrame,
  encodeChunk,
  encodeCompressed,
  encodeBlockSignature,
  encodeRequest,
  encodeWithdrawal,
  shareOfFrame,
  type Frame,
} from '../../../src/protocol/frame.ts';
import {
  BLOCK_BYTES,
  CHUNK_BYTES,
  MAX_FILES,
  MAX_FRAME_BYTES,
  MAX_WITHDRAWN_RANGES,
  PIECE_BYTES,
} from '../../../src/protocol/limits.ts';
import { deriveCapability, type Token } from '../../../src/rendezvous/token.ts';
import { Sealer } from '../../../src/signaling/sealer.ts';
import { fuzz, fuzzAsync, FUZZ_TIMEOUT_MS } from './fuzz.ts';
import { byteByByte, damaged, nastyText } from './hostile.ts';

const u32 = fc.oneof(
  fc.constantFrom(0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, CHUNK_BYTES, PIECE_BYTES, 2 ** 31, 2 ** 32 - 1),
  fc.nat({ max: 2 ** 32 - 1 }),
);
const u16 = fc.oneof(fc.constantFrom(0, 1, 255, 256, 2 ** 16 - 1), fc.nat({ max: 2 ** 16 - 1 }));
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const frame = fc.oneof(
  fc
    .tuple(u16, fc.record({ block: u32, offset: u32, length: u32 }))
    .map(([share, piece]) => encodeRequest(share, piece)),
  fc
    .tuple(u16, fc.record({ block: u32, length: u32, sha256: bytesOf(32), signature: bytesOf(64) }))
    .map(([share, { sha256, signature, ...fields }]) =>
      encodeBlockSignature(share, { ...fields, sha256: sha256.slice(), signature: signature.slice() }),
    ),
  fc
    .tuple(u16, fc.record({ block: u32, offset: u32, length: u32, payload: fc.uint8Array({ maxLength: 64 }) }))
    .map(([share, { payload, ...fields }]) => encodeCompressed(share, { ...fields, payload: payload.slice() })),
  fc
    .tuple(
      u16,
      fc.record({ ranges: fc.array(fc.tuple(u32, u32), { maxLength: 4 }), signature: bytesOf(64).map(toBase64url) }),
    )
    .map(([share, withdrawal]) => encodeWithdrawal(share, withdrawal)),
  fc
    .tuple(
      u16,
      u32,
      u32,
      fc.oneof(
        { weight: 15, arbitrary: fc.uint8Array({ maxLength: 64 }) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom(CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, MAX_FRAME_BYTES)
            .map((length) => new Uint8Array(length)),
        },
      ),
    )
    .map(([share, block, offset, payload]) => encodeChunk(share, block, offset, payload)),
);

/** Whatever was read is within its bounds, and would be written as it came. */
function check(bytes: Uint8Array<ArrayBuffer>): void {
  const decoded: Frame | undefined = decodeFrame(bytes);
  if (decoded === undefined) return;
  const share = shareOfFrame(bytes) ?? expect.fail('a frame without the number of its share');
  expect(bytes.length).toBeLessThanOrEqual(MAX_FRAME_BYTES);
  switch (decoded.type) {
    case 'request': {
      const { offset, length } = decoded.piece;
      expect(length).toBeGreaterThan(0);
      expect(length).toBeLessThanOrEqual(PIECE_BYTES);
      expect(offset + length).toBeLessThanOrEqual(BLOCK_BYTES);
      expect(Buffer.compare(encodeRequest(share, decoded.piece), bytes)).toBe(0);
      break;
    }
    case 'block-signature':
      expect(decoded.blockSignature.length).toBeGreaterThan(0);
      expect(decoded.blockSignature.length).toBeLessThanOrEqual(BLOCK_BYTES);
      expect(Buffer.compare(encodeBlockSignature(share, decoded.blockSignature), bytes)).toBe(0);
      break;
    case 'compressed': {
      const { offset, length, payload } = decoded.compressed;
      expect(payload.length).toBeGreaterThan(0);
      expect(payload.length).toBeLessThan(length);
      expect(length).toBeLessThanOrEqual(CHUNK_BYTES);
      expect(offset + length).toBeLessThanOrEqual(BLOCK_BYTES);
      expect(Buffer.compare(encodeCompressed(share, decoded.compressed), bytes)).toBe(0);
      break;
    }
    case 'withdrawal': {
      const { ranges } = decoded.withdrawal;
      expect(ranges.length).toBeGreaterThan(0);
      expect(ranges.length).toBeLessThanOrEqual(MAX_WITHDRAWN_RANGES);
      expect([...ranges].flat().every((file) => file < MAX_FILES)).toBe(true);
      expect(Buffer.compare(encodeWithdrawal(share, decoded.withdrawal), bytes)).toBe(0);
      break;
    }
    case 'chunk': {
      const { block, offset, payload } = decoded.chunk;
      expect(payload.length).toBeGreaterThan(0);
      expect(payload.length).toBeLessThanOrEqual(CHUNK_BYTES);
      expect(offset + payload.length).toBeLessThanOrEqual(BLOCK_BYTES);
      expect(Buffer.compare(encodeChunk(share, block, offset, payload), bytes)).toBe(0);
    }
  }
}

describe('D1: fuzzed frames', { timeout: FUZZ_TIMEOUT_MS }, () => {
  test('random bytes', () =>
    fuzz(
      20_000,
      fc.uint8Array({ maxLength: 160 }).map((bytes) => bytes.slice()),
      check,
    ));
  test('valid ones, damaged', () => fuzz(5_000, damaged(frame), check));
  test('valid ones, byte by byte', () => {
    const samples = [
      encodeRequest(0, { block: 1, offset: 65_536, length: 65_536 }),
      encodeBlockSignature(0, { block: 1, length: 7, sha256: new Uint8Array(32), signature: new Uint8Array(64) }),
      encodeChunk(0x0102, 1, 2, new Uint8Array(20)),
    ];
    for (const sample of samples) for (const bytes of byteByByte(sample)) check(bytes);
  });
  test('a frame within a larger buffer is not read beyond its end', () => {
    fuzz(1_000, fc.tuple(damaged(frame), fc.nat({ max: 20 })), ([bytes, offset]) => {
      const around = new Uint8Array(bytes.length + 40).fill(0xff);
      around.set(bytes, offset);
      expect(decodeFrame(around.subarray(offset, offset + bytes.length))).toEqual(decodeFrame(bytes));
    });
  });
});

describe('S1: fuzzed envelopes', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const envelope = fc.record({
    sequence: fc.nat({ max: 2 ** 48 - 1 }),
    nonce: bytesOf(12),
    ciphertext: fc.uint8Array({ minLength: 16, maxLength: 60 }),
  });

  test('what is encoded comes back, whatever it holds', () => {
    fuzz(3_000, envelope, ({ sequence, nonce, ciphertext }) => {
      const sent = { sequence, nonce: nonce.slice(), ciphertext: ciphertext.slice() };
      expect(decodeEnvelope(encodeEnvelope(sent))).toEqual(sent);
    });
  });

  test('random and damaged bytes are an envelope within bounds, or none', () => {
    const encoded = envelope.map(({ sequence, nonce, ciphertext }) =>
      encodeEnvelope({ sequence, nonce: nonce.slice(), ciphertext: ciphertext.slice() }),
    );
    fuzz(
      10_000,
      fc.oneof(
        damaged(encoded),
        fc.uint8Array({ maxLength: 80 }).map((bytes) => bytes.slice()),
      ),
      (bytes) => {
        const decoded = decodeEnvelope(bytes);
        if (decoded === undefined) return;
        expect(Number.isSafeInteger(decoded.sequence) && decoded.sequence >= 0).toBe(true);
        expect(encodeEnvelope(decoded)).toEqual(bytes);
      },
    );
  });

  test('S3: damage of any kind opens nothing, and blocks nothing that comes after it', async () => {
    const { roomId, signalingKey } = await deriveCapability('AAECAwQFBgcICQoLDA0ODw' as Token);
    const [alice, bob] = ['alicealice__', 'bobbobbobbob'].map((self) => new Sealer(signalingKey, roomId, self)) as [
      Sealer,
      Sealer,
    ];
    await fuzzAsync(300, fc.infiniteStream(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }))), async (damage) => {
      const payload = await alice.seal('bobbobbobbob', {
        type: 'hello',
        link: 'abcdefghijk',
        role: 'receiver',
        about: { versions: [2], services: { files: 1 } },
      });
      const bytes = fromBase64url(payload) ?? expect.fail();
      for (const [at, mask] of damage.take(8)) {
        const forged = bytes.slice();
        const index = at % forged.length;
        forged[index] = (forged[index] ?? 0) ^ mask;
        expect(await bob.open('alicealice__', toBase64url(forged))).toBeUndefined();
      }
      expect(await bob.open('alicealice__', payload)).toBeDefined();
    });
  });

  test('any text for a payload is refused', async () => {
    const { roomId, signalingKey } = await deriveCapability('AAECAwQFBgcICQoLDA0ODw' as Token);
    const bob = new Sealer(signalingKey, roomId, 'bobbobbobbob');
    await fuzzAsync(
      500,
      fc.oneof(nastyText, fc.base64String(), fc.uint8Array({ maxLength: 100 }).map(toBase64url)),
      async (payload) => {
        expect(await bob.open('alicealice__', payload)).toBeUndefined();
      },
    );
  });
});

describe('fuzz: base64url', { timeout: FUZZ_TIMEOUT_MS }, () => {
  test('a text is the one for its bytes, or refused', () => {
    fuzz(5_000, fc.oneof(nastyText, fc.stringMatching(/^[\w-]{0,40}$/), fc.base64String()), (text) => {
      const bytes = fromBase64url(text);
      if (bytes !== undefined) expect(toBase64url(bytes)).toBe(text);
    });
  });
});

afterAll(() => expect(Object.keys(Object.prototype)).toEqual([]));
