/**
 * Reads a file once more, from its beginning to its real end, and compares it with what was signed. Where the browser
 * does not say that a file was changed while it was read, this is the only way to know that its blocks belong together
 * (docs/faults.md).
 */
import { BLOCK_BYTES } from '../../protocol/limits.ts';
import type { StreamLayout } from '../../protocol/stream-layout.ts';
import { byteChunks } from '../../storage/source/byte-chunks.ts';
import type { ByteStream } from '../../storage/sink/streaming/streaming-sink.ts';
import type { PartDigests } from './part-digests.ts';

/** Never rejects: a file that cannot be read is not as it was. */
export async function isAsSigned(
  stream: ByteStream,
  file: number,
  layout: StreamLayout,
  digests: PartDigests,
): Promise<boolean> {
  const [start, size] = [layout.start(file), layout.size(file)];
  const part = new Uint8Array(BLOCK_BYTES);
  let { first: block } = layout.blocksOf(file);
  /** Bytes of the file that were read, and those of them before this part. */
  let [position, begin] = [0, 0];
  try {
    for await (const chunk of byteChunks(stream)) {
      for (let at = 0; at < chunk.length;) {
        if (position === size) return false; // it has grown
        const end = Math.min((block + 1) * BLOCK_BYTES - start, size);
        const count = Math.min(end - position, chunk.length - at);
        part.set(chunk.subarray(at, at + count), position - begin);
        position += count;
        at += count;
        if (position < end) continue;
        const digest = await crypto.subtle.digest('SHA-256', part.subarray(0, end - begin));
        if (!digests.check(file, block, new Uint8Array(digest))) return false;
        block += 1;
        begin = end;
      }
    }
  } catch {
    return false;
  }
  return position === size;
}
