/** Streams several files into the browser's downloads, as one ZIP that is made while they come. */
import { FileCutter } from './file-cutter.ts';
import { splitPath } from '../sink-path.ts';
import { streamToDownloads } from './streaming-download-sink.ts';
import type { ByteStream, StreamedFile, StreamingSink } from './streaming-sink.ts';
import { zipLength } from '../zip-length.ts';

export class StreamingZipSink implements StreamingSink {
  private readonly filename: string;

  /** `filename` is the archive's name, safe, with its ".zip". */
  constructor(filename: string) {
    this.filename = filename;
  }

  async save(
    files: readonly StreamedFile[],
    stream: ByteStream,
    signal: AbortSignal,
    onSign?: () => void,
  ): Promise<void> {
    for (const { path } of files) splitPath(path);
    const { zipStream } = await import('../zip-stream.ts'); // loads zip.js too, in a chunk that both ZIP sinks share
    const cutter = new FileCutter(stream);
    const entries = files.map((file) => ({ ...file, open: () => cutter.next(file.size) }));
    const filename = splitPath(this.filename).name;
    await streamToDownloads({ filename, size: zipLength(files), chunks: zipStream(entries, () => {}), onSign }, signal);
  }
}
