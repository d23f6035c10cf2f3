/**
 * A ZIP archive of files that are on disk or still on their way. It is made while it is read, and never all in memory.
 * zip.js makes it, because it is well maintained, and correct where smaller libraries are not: client-zip 2.5.1 writes
 * no Zip64 end record for 65,535 files and more, so unzip calls the archive damaged. A share has up to 250,000 files.
 */
import { BlobReader, configure, ZipWriter } from '@zip.js/zip.js/lib/zip-core.js';

import { BeamError } from '../../protocol/errors.ts';
import type { SinkFile } from './sink.ts';
import type { ByteStream, StreamedFile } from './streaming/streaming-sink.ts';
import { zipDate, zipName } from './zip-length.ts';

/** Bytes of each chunk but the last. Each chunk is one message to the service worker or to the vault. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Entries are stored without compression, because what is worth compressing is compressed on the wire. zip.js's own
 * workers are off, because their scripts would come from blobs. The extended timestamp is in UTC and exact to the
 * second. The format's own time is local, exact to two seconds, and begins in 1980. zip-length.ts computes the length
 * that these options lead to.
 */
const OPTIONS = {
  level: 0,
  keepOrder: true,
  useWebWorkers: false,
  useCompressionStream: false,
  extendedTimestamp: true,
} as const;

/**
 * A file that is there, or one that is still to come. It is opened when its turn comes, and read to its end before the
 * next.
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
  failure.promise.catch(() => {}); // the race below reports it, if it still runs
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

/** Passes the size, by which zip.js knows whether Zip64 is needed. */
const readerOf = (file: ZipEntry) =>
  'blob' in file ? new BlobReader(file.blob) : { readable: file.open(), size: file.size };
