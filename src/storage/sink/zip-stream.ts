/**
 * A ZIP archive of files on disk or on their way, made while it is read, never whole in memory.
 *
 * By zip.js: well kept, and right where smaller ones are not (client-zip 2.5.1 writes no Zip64 end for 65,535 files and
 * more, which unzip then calls damaged; a share has up to 250,000).
 */
import { BlobReader, configure, ZipWriter } from '@zip.js/zip.js/lib/zip-core.js';

import { BeamError } from '../../protocol/errors.ts';
import type { SinkFile } from './sink.ts';
import type { ByteStream, StreamedFile } from './streaming/streaming-sink.ts';
import { zipDate, zipName } from './zip-length.ts';

/** Bytes of each chunk but the last: one message each on the way to the service worker or to the vault. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Stored, as it came: what is worth compressing is compressed on the wire. Its own workers would be scripts from blobs.
 * The extended timestamp is in UTC and to the second, where the format's own time is local, of two seconds, and of 1980
 * at the earliest. zip-length.ts knows what these make.
 */
const OPTIONS = {
  level: 0,
  keepOrder: true,
  useWebWorkers: false,
  useCompressionStream: false,
  extendedTimestamp: true,
} as const;

/**
 * A file that is there, or one that is still to come: opened when it is its turn, and read to its end before the next.
 */
export type ZipEntry = SinkFile | (StreamedFile & { readonly open: () => ByteStream });

/**
 * Yields the archive in chunks of a mebibyte. `onRead` counts bytes of the files, as increments.
 * Throws `save-failed` when a file cannot be read.
 */
export async function* zipStream(
  files: readonly ZipEntry[],
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  configure({ useWebWorkers: false });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const reader = readable.getReader();
  const failure = Promise.withResolvers<never>();
  writeArchive(files, writable, onRead).catch((thrown: unknown) => failure.reject(thrown));
  failure.promise.catch(() => {}); // seen by the race below, if it is still read
  try {
    let chunk = new Uint8Array(CHUNK_BYTES);
    let filled = 0;
    for (
      let next = await Promise.race([reader.read(), failure.promise]);
      !next.done;
      next = await Promise.race([reader.read(), failure.promise])
    ) {
      for (let rest = next.value; rest.length > 0;) {
        const part = rest.subarray(0, CHUNK_BYTES - filled);
        chunk.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
        if (filled < CHUNK_BYTES) continue;
        yield chunk;
        chunk = new Uint8Array(CHUNK_BYTES);
        filled = 0;
      }
    }
    if (filled > 0) yield chunk.slice(0, filled);
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function writeArchive(
  files: readonly ZipEntry[],
  writable: WritableStream<Uint8Array>,
  onRead: (bytes: number) => void,
): Promise<void> {
  const writer = new ZipWriter(writable, OPTIONS);
  for (const file of files) {
    const { path } = file;
    const lastModDate = zipDate(file.mtimeMs);
    if (file.isFolder === true) {
      await writer.add(zipName(file), undefined, { directory: true, lastModDate });
      continue;
    }
    const reader = readerOf(file);
    let read = 0;
    try {
      await writer.add(path, reader, {
        lastModDate,
        onprogress: (progress) => {
          onRead(progress - read);
          read = progress;
          return undefined;
        },
      });
    } catch (cause) {
      throw new BeamError('save-failed', { cause, figures: { path } });
    }
    onRead(reader.size - read);
  }
  await writer.close();
}

/** With its size, by which zip.js knows whether Zip64 is needed. */
const readerOf = (file: ZipEntry) =>
  'blob' in file ? new BlobReader(file.blob) : { readable: file.open(), size: file.size };
