/** Iterates over the chunks of a stream. Not every browser can iterate over a stream itself (WebKitGTK 2.50). */
import type { ByteStream } from '../sink/streaming/streaming-sink.ts';

/** Cancels the stream when the loop ends early. */
export async function* byteChunks(stream: ByteStream): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
