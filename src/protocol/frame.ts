/**
 * Messages of the data channels, binary, big endian. See SPEC.md, section D. Each begins with the number that the share
 * has on its link (u16), and goes on with:
 *
 *     request  1 | block u32 | offset u32 | length u32                                  receiver to sender
 *     block signature    2 | block u32 | length u32 | SHA-256 (32 bytes) | signature (64 bytes)     sender to receiver
 *     chunk    3 | block u32 | offset u32 | payload (1 to CHUNK_BYTES bytes)              sender to receiver
 * compressed   4 | block u32 | offset u32 | length u32 | payload, which decompresses to length    sender to receiver
 *     withdrawal 5 | signature (64 bytes) | one or more of: first u32, last u32            sender to receiver
 */
import { fromBase64url, toBase64url } from './base64url.ts';
import { BeamError } from './errors.ts';
import { BLOCK_BYTES, CHUNK_BYTES, PIECE_BYTES } from './limits.ts';
import { parseRanges, type FileRange, type Withdrawal } from './withdrawal.ts';

/** The share's number. */
const NUMBER_BYTES = 2;
const REQUEST = 1;
const BLOCK_SIGNATURE = 2;
const CHUNK = 3;
const COMPRESSED = 4;
const WITHDRAWAL = 5;
const REQUEST_BYTES = 13;
const SIGNATURE_BYTES = 64;
const BLOCK_SIGNATURE_BYTES = 9 + 32 + SIGNATURE_BYTES;
const CHUNK_HEADER_BYTES = 9;
const COMPRESSED_HEADER_BYTES = 13;
const WITHDRAWAL_HEADER_BYTES = 1 + SIGNATURE_BYTES;
const RANGE_BYTES = 8;
/** Of a chunk, whichever way it goes: what is compressed is shorter than what it decompresses to. */
export const MOST_HEADER_BYTES = NUMBER_BYTES + COMPRESSED_HEADER_BYTES;

/** A part of a block: what a request asks for. */
export interface Piece {
  readonly block: number;
  readonly offset: number;
  readonly length: number;
}

/** The share's signature over one block. */
export interface BlockSignature {
  readonly block: number;
  readonly length: number;
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

export interface Chunk {
  readonly block: number;
  readonly offset: number;
  /** A view on the received message: copy it out, do not keep it. */
  readonly payload: Uint8Array<ArrayBuffer>;
  /** Bytes that it took on the line, where it came compressed. */
  readonly compressedBytes?: number;
}

/** A chunk as DEFLATE has made it smaller (RFC 1951). */
export interface Compressed {
  readonly block: number;
  readonly offset: number;
  /** Of what it decompresses to. */
  readonly length: number;
  /** A view on the received message. */
  readonly payload: Uint8Array<ArrayBuffer>;
}

export type Frame =
  | { readonly type: 'request'; readonly piece: Piece }
  | { readonly type: 'block-signature'; readonly blockSignature: BlockSignature }
  | { readonly type: 'chunk'; readonly chunk: Chunk }
  | { readonly type: 'compressed'; readonly compressed: Compressed }
  | { readonly type: 'withdrawal'; readonly withdrawal: Withdrawal };

/** A frame of so many bytes behind the number, and the part of it that they go to. */
function frameOf(share: number, length: number, into = new Uint8Array(NUMBER_BYTES + length)) {
  const frame = into.subarray(0, NUMBER_BYTES + length);
  const bytes = frame.subarray(NUMBER_BYTES);
  new DataView(frame.buffer, frame.byteOffset).setUint16(0, share);
  return { frame, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

export function encodeRequest(share: number, { block, offset, length }: Piece): Uint8Array<ArrayBuffer> {
  const { frame, view } = frameOf(share, REQUEST_BYTES);
  view.setUint8(0, REQUEST);
  view.setUint32(1, block);
  view.setUint32(5, offset);
  view.setUint32(9, length);
  return frame;
}

export function encodeBlockSignature(
  share: number,
  { block, length, sha256, signature }: BlockSignature,
): Uint8Array<ArrayBuffer> {
  const { frame, bytes, view } = frameOf(share, BLOCK_SIGNATURE_BYTES);
  view.setUint8(0, BLOCK_SIGNATURE);
  view.setUint32(1, block);
  view.setUint32(5, length);
  bytes.set(sha256, 9);
  bytes.set(signature, 41);
  return frame;
}

/**
 * @param into a buffer for the frame, used again for the next one: a channel's send() copies before it returns. A new
 * buffer
 *   for each frame costs more time than the copy, in zeroing it and in garbage collection.
 * @returns the frame, a view on `into`
 */
export function encodeChunk(
  share: number,
  block: number,
  offset: number,
  payload: Uint8Array,
  into?: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const { frame, bytes, view } = frameOf(share, CHUNK_HEADER_BYTES + payload.length, into);
  view.setUint8(0, CHUNK);
  view.setUint32(1, block);
  view.setUint32(5, offset);
  bytes.set(payload, CHUNK_HEADER_BYTES);
  return frame;
}

export function encodeCompressed(
  share: number,
  { block, offset, length, payload }: Compressed,
): Uint8Array<ArrayBuffer> {
  const { frame, bytes, view } = frameOf(share, COMPRESSED_HEADER_BYTES + payload.length);
  view.setUint8(0, COMPRESSED);
  view.setUint32(1, block);
  view.setUint32(5, offset);
  view.setUint32(9, length);
  bytes.set(payload, COMPRESSED_HEADER_BYTES);
  return frame;
}

/** @throws BeamError `internal` when the signature is not base64url of 64 bytes */
export function encodeWithdrawal(share: number, { ranges, signature }: Withdrawal): Uint8Array<ArrayBuffer> {
  const signed = fromBase64url(signature);
  if (signed?.length !== SIGNATURE_BYTES) throw new BeamError('internal');
  const { frame, bytes, view } = frameOf(share, WITHDRAWAL_HEADER_BYTES + ranges.length * RANGE_BYTES);
  view.setUint8(0, WITHDRAWAL);
  bytes.set(signed, 1);
  for (const [index, [first, last]] of ranges.entries()) {
    view.setUint32(WITHDRAWAL_HEADER_BYTES + index * RANGE_BYTES, first);
    view.setUint32(WITHDRAWAL_HEADER_BYTES + index * RANGE_BYTES + 4, last);
  }
  return frame;
}

function decodeWithdrawal(bytes: Uint8Array<ArrayBuffer>, view: DataView): Withdrawal | undefined {
  const rest = bytes.length - WITHDRAWAL_HEADER_BYTES;
  if (rest <= 0 || rest % RANGE_BYTES !== 0) return undefined;
  const announced: FileRange[] = [];
  for (let at = WITHDRAWAL_HEADER_BYTES; at < bytes.length; at += RANGE_BYTES)
    announced.push([view.getUint32(at), view.getUint32(at + 4)]);
  const ranges = parseRanges(announced);
  return ranges && { ranges, signature: toBase64url(bytes.subarray(1, WITHDRAWAL_HEADER_BYTES)) };
}

const isWithinBlock = (offset: number, length: number, most: number): boolean =>
  length > 0 && length <= most && offset + length <= BLOCK_BYTES;

/** The number of the share that a frame is for; undefined of one that is too short. */
export const shareOfFrame = (frame: Uint8Array): number | undefined =>
  frame.length < NUMBER_BYTES ? undefined : (frame[0]! << 8) | frame[1]!;

/** The frame, or undefined when it breaks a rule that can be seen without knowing the share. */
export function decodeFrame(frame: Uint8Array<ArrayBuffer>): Frame | undefined {
  if (frame.length < NUMBER_BYTES + CHUNK_HEADER_BYTES) return undefined;
  const bytes = frame.subarray(NUMBER_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const block = view.getUint32(1);
  const second = view.getUint32(5);
  switch (bytes[0]) {
    case REQUEST: {
      if (bytes.length !== REQUEST_BYTES) return undefined;
      const length = view.getUint32(9);
      return isWithinBlock(second, length, PIECE_BYTES)
        ? { type: 'request', piece: { block, offset: second, length } }
        : undefined;
    }
    case BLOCK_SIGNATURE:
      if (bytes.length !== BLOCK_SIGNATURE_BYTES || second === 0 || second > BLOCK_BYTES) return undefined;
      return {
        type: 'block-signature',
        blockSignature: { block, length: second, sha256: bytes.slice(9, 41), signature: bytes.slice(41) },
      };
    case CHUNK: {
      const payload = bytes.subarray(CHUNK_HEADER_BYTES);
      return isWithinBlock(second, payload.length, CHUNK_BYTES)
        ? { type: 'chunk', chunk: { block, offset: second, payload } }
        : undefined;
    }
    case COMPRESSED: {
      if (bytes.length <= COMPRESSED_HEADER_BYTES) return undefined;
      const length = view.getUint32(9);
      const payload = bytes.subarray(COMPRESSED_HEADER_BYTES);
      const isSmaller = isWithinBlock(second, length, CHUNK_BYTES) && payload.length < length;
      return isSmaller ? { type: 'compressed', compressed: { block, offset: second, length, payload } } : undefined;
    }
    case WITHDRAWAL: {
      const withdrawal = decodeWithdrawal(bytes, view);
      return withdrawal && { type: 'withdrawal', withdrawal };
    }
    default:
      return undefined;
  }
}
