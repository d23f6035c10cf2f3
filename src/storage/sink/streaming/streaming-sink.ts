/**
 * Where the files of a share are streamed to, if the share is too large to be stored first.
 * Implementations: streaming-file-sink.ts, streaming-folder-sink.ts, streaming-download-sink.ts, streaming-zip-sink.ts.
 */

/** One file to be saved; `path` is safe (storage/sink/safe-names.ts), '/' between folders. */
export interface StreamedFile {
  readonly path: string;
  readonly mtimeMs: number;
  /** In bytes. */
  readonly size: number;
  /** True for an empty folder, which has no bytes. */
  readonly isFolder?: boolean;
}

/**
 * The bytes of all files, one after another. The stream ends when all have come, and fails when no more will come. It
 * never ends early.
 */
export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

export interface StreamingSink {
  /**
   * Reads the stream as fast as the disk takes it; the buffers are its own. Resolves when the browser has put
   * everything into its place. Rejects with BeamError `save-failed` (or `space-short`), or the signal's reason: no file
   * that is not whole looks so then.
   * @param onSign the sink is at work, though it asks for no bytes now (timed-sinks.ts)
   */
  save(files: readonly StreamedFile[], stream: ByteStream, signal: AbortSignal, onSign?: () => void): Promise<void>;
}
