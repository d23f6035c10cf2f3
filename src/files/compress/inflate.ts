/**
 * The other direction of deflate.ts, on the receiver's page: a chunk takes less time than a worker's messages about it.
 */
import { Z_FINISH, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset } from 'pako';

/** Below zero: neither header nor checksum (zlib's manual, inflateInit2). */
const RAW_WINDOW_BITS = -15;

const stream = new ZStream();
zlibInflateInit2(stream, RAW_WINDOW_BITS);

/** Fills `into`, and makes nothing beyond it. False when `bytes` are not DEFLATE, or of another length. */
export function decompress(bytes: Uint8Array, into: Uint8Array<ArrayBuffer>): boolean {
  zlibInflateReset(stream);
  Object.assign(stream, {
    input: bytes,
    next_in: 0,
    avail_in: bytes.length,
    output: into,
    next_out: 0,
    avail_out: into.length,
  });
  return zlibInflate(stream, Z_FINISH) === Z_STREAM_END && stream.avail_in === 0 && stream.next_out === into.length;
}
