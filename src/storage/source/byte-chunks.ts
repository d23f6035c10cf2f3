/** A stream's chunks, one after the other: not every browser lets a stream be iterated itself (WebKitGTK 2.50). */
import type { ByteStream } from '../sink/streaming/streaming-sink.ts';

/** The stream is cancelled when whoever iterates stops. */
export async function* byteChunks(stream: ByteStream): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
