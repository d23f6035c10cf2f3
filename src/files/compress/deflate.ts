/**
 * DEFLATE without header or checksum (RFC 1951): every block is hashed and signed anyway. By pako, zlib in script, for
 * it can be used again: each stream of the browser's is garbage, and so are the messages and promises that it takes.
 */
import {
  Z_DEFAULT_STRATEGY,
  Z_FINISH,
  Z_STREAM_END,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
} from 'pako';

import { CHUNK_BYTES } from '../../protocol/limits.ts';

/** zlib's levels. "quick" takes less than half the time, "small" makes a tenth less of it (docs/decisions.md). */
const LEVELS = { quick: 2, small: 6 } as const;
export type Effort = keyof typeof LEVELS;

const METHOD_DEFLATE = 8;
/** Below zero: neither header nor checksum (zlib's manual, deflateInit2). */
const RAW_WINDOW_BITS = -15;
const MEMORY_LEVEL = 8;

function streamAt(level: number): ZStream {
  const stream = new ZStream();
  zlibDeflateInit2(stream, level, METHOD_DEFLATE, RAW_WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
  return stream;
}

const streams = { quick: streamAt(LEVELS.quick), small: streamAt(LEVELS.small) };

/** What is compressed, before it is cut to its length. */
let room = new Uint8Array(CHUNK_BYTES);

/** @returns undefined when that saves nothing */
export function compress(bytes: Uint8Array, effort: Effort): Uint8Array<ArrayBuffer> | undefined {
  const stream = streams[effort];
  if (bytes.length > room.length) room = new Uint8Array(bytes.length);
  zlibDeflateReset(stream);
  Object.assign(stream, {
    input: bytes,
    next_in: 0,
    avail_in: bytes.length,
    output: room,
    next_out: 0,
    avail_out: bytes.length,
  });
  return zlibDeflate(stream, Z_FINISH) === Z_STREAM_END ? room.slice(0, stream.next_out) : undefined;
}
