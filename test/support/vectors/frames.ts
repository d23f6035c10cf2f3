/** Frames of a data channel, with what is in them. */
import {
  encodeChunk,
  encodeCompressed,
  encodeBlockSignature,
  encodeRequest,
  encodeWithdrawal,
} from '../../../src/protocol/frame.ts';
import { blockStatement } from '../../../src/protocol/manifest.ts';
import { withdrawalStatement, type FileRange } from '../../../src/protocol/withdrawal.ts';
import { compress } from '../../../src/files/compress/deflate.ts';
import { sha256, SHARE, signatureOf } from './share.ts';
import { HELLO_BYTES } from './signed.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Numbers of shares on their link, one after the other. They show a wrong byte order. */
const NUMBERS = [0, 1, 258, 65_535] as const;
const numberOf = (index: number): number => NUMBERS[index % NUMBERS.length] ?? 0;

const REQUESTS = [
  { block: 0, offset: 0, length: 1 },
  { block: 3, offset: 262_144, length: 262_144 },
  { block: 67_108_863, offset: 1_048_575, length: 1 },
  { block: 2 ** 32 - 1, offset: 786_432, length: 262_144 },
];

const CHUNKS = [
  { block: 0, offset: 0, payload: HELLO_BYTES },
  { block: 16_909_060, offset: 1_048_575, payload: Buffer.from([0xff]) },
];

/**
 * The texts lead to DEFLATE's three kinds of blocks: a repetition, a text, and bytes within a text that cannot be
 * compressed.
 */
const PLAIN = [
  { block: 0, offset: 0, plain: Buffer.alloc(1024) },
  { block: 7, offset: 131_072, plain: Buffer.from('the bytes go straight from one browser to the other; '.repeat(8)) },
];

const RANGES: readonly (readonly FileRange[])[] = [
  [[0, 0]],
  [
    [0, 1],
    [3, 249_999],
  ],
];

const requests = () =>
  REQUESTS.map((piece, index) => ({
    type: 'request',
    share: numberOf(index),
    ...piece,
    frame: hex(encodeRequest(numberOf(index), piece)),
  }));

function blockSignatures() {
  return [HELLO_BYTES, Buffer.alloc(2 ** 20)].map((bytes, block) => {
    const digest = Uint8Array.from(sha256(bytes));
    const signature = signatureOf(blockStatement(SHARE.shareId, block, bytes.length, digest));
    const blockSignature = {
      block,
      length: bytes.length,
      sha256: digest,
      signature: Uint8Array.from(Buffer.from(signature, 'base64url')),
    };
    return {
      type: 'block-signature',
      share: numberOf(block),
      block,
      length: bytes.length,
      sha256: hex(digest),
      signature: hex(blockSignature.signature),
      frame: hex(encodeBlockSignature(numberOf(block), blockSignature)),
    };
  });
}

const chunks = () =>
  CHUNKS.map(({ block, offset, payload }, index) => ({
    type: 'chunk',
    share: numberOf(index + 1),
    block,
    offset,
    payload: hex(payload),
    frame: hex(encodeChunk(numberOf(index + 1), block, offset, payload)),
  }));

const packedChunks = () =>
  PLAIN.map(({ block, offset, plain }, index) => {
    const payload = compress(Uint8Array.from(plain), 'small') ?? new Uint8Array();
    const compressed = { block, offset, length: plain.length, payload };
    return {
      type: 'compressed',
      share: numberOf(index + 2),
      block,
      offset,
      length: plain.length,
      payload: hex(payload),
      plain: hex(plain),
      frame: hex(encodeCompressed(numberOf(index + 2), compressed)),
    };
  });

const withdrawals = () =>
  RANGES.map((ranges, index) => {
    const share = numberOf(index + 2);
    const signature = signatureOf(withdrawalStatement(SHARE.shareId, ranges));
    return { type: 'withdrawal', share, ranges, signature, frame: hex(encodeWithdrawal(share, { ranges, signature })) };
  });

export const frames = () => [...requests(), ...blockSignatures(), ...chunks(), ...packedChunks(), ...withdrawals()];
