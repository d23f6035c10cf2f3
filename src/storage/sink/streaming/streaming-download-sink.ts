/** Streams one file straight into the browser's downloads. */
import { BeamError } from '../../../protocol/errors.ts';

import { byteChunks } from '../../source/byte-chunks.ts';
import { splitPath } from '../sink-path.ts';
import type { ByteStream, StreamedFile, StreamingSink } from './streaming-sink.ts';
import { streamDownload, type DownloadStream } from './streamed-download.ts';

export class StreamingDownloadSink implements StreamingSink {
  async save(
    files: readonly StreamedFile[],
    stream: ByteStream,
    signal: AbortSignal,
    onSign?: () => void,
  ): Promise<void> {
    const [file] = files;
    if (file === undefined || files.length > 1) throw new BeamError('internal', { cause: 'one file at a time' });
    await streamToDownloads(
      { filename: splitPath(file.path).name, size: file.size, chunks: byteChunks(stream), onSign },
      signal,
    );
  }
}

/** The service worker does not answer and has asked for nothing. There is no other way here. */
export async function streamToDownloads(file: DownloadStream, signal: AbortSignal, startMs?: number): Promise<void> {
  const wasStreamed = await streamDownload(file, signal, startMs);
  if (!wasStreamed) throw new BeamError('save-failed', { cause: 'no service worker streams it' });
}
