/**
 * Where finished files are saved to. Implementations: download-sink.ts, folder-sink.ts, zip-sink.ts. See also
 * streaming-sink.ts.
 */

/**
 * One file to be saved; `path` is safe (storage/sink/safe-names.ts), '/' between folders; `blob` is a disk-backed slice
 * of the vault.
 */
export interface SinkFile {
  readonly path: string;
  readonly mtimeMs: number;
  readonly blob: Blob;
  /** True for an empty folder, whose blob is empty. */
  readonly isFolder?: boolean;
}

export interface Sink {
  /**
   * Resolves when everything was handed to the browser's downloads, or is written and closed in the folder. Rejects
   * with BeamError `save-failed` (or `space-short`), or with the signal's reason. `onSaved` counts bytes; a call with 0
   * is a sign that the sink is at work (timed-sinks.ts).
   */
  save(files: readonly SinkFile[], signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void>;
}
