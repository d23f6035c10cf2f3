/** DEFLATE without header or checksum (RFC 1951): every block is hashed and signed anyway. */

/** What a hostile chunk may make of a part of this size, at 1032 to 1, is bounded; and each part is a turn of the loop. */
const PART_BYTES = 4096;

const FORMAT = 'deflate-raw';

/** @returns fewer bytes than `bytes`, or more where nothing can be saved */
export async function pack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new CompressionStream(FORMAT);
  const packed = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  await Promise.all([writer.write(bytes), writer.close(), packed]);
  return new Uint8Array(await packed);
}

/**
 * @param length of what comes out, exactly
 * @throws TypeError when it is not DEFLATE, or not of that length: no more than a few MiB beyond are ever made
 */
export async function unpack(bytes: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream(FORMAT);
  const out = new Uint8Array(length);
  let filled = 0;
  const reading = (async () => {
    const reader = stream.readable.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (filled + next.value.length > length) throw new TypeError('more than was announced');
      out.set(next.value, filled);
      filled += next.value.length;
    }
  })();
  const writer = stream.writable.getWriter();
  const writing = (async () => {
    for (let at = 0; at < bytes.length; at += PART_BYTES) await writer.write(bytes.subarray(at, at + PART_BYTES));
    await writer.close();
  })();
  await Promise.all([reading, writing]);
  if (filled !== length) throw new TypeError('less than was announced');
  return out;
}
