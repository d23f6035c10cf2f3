/** Where the bytes of a share come from. Implementations: file-source.ts. */
import type { ManifestFile } from '../protocol/manifest.ts';

export interface Source {
  /** In the order in which they stand in the byte stream. */
  readonly files: readonly ManifestFile[];
  /** Sum of all sizes. */
  readonly bytes: number;
  /**
   * Reads `length` bytes of the stream from `offset`, across files.
   * Rejects with BeamError `source-changed` (figures.path names the file) when a file has changed or is gone.
   */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}
