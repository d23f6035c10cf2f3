/** Where the bytes of a share come from. Implementations: file-source.ts. */
import type { ManifestFile } from '../../protocol/manifest.ts';

import type { ByteStream } from '../sink/streaming/streaming-sink.ts';

/** The bytes of a read, or the indices of the files that cannot be read as they were listed. */
export type SourceRead =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'unreadable'; readonly files: readonly number[] };

export interface Source {
  /** In the order in which they stand in the byte stream. */
  readonly files: readonly ManifestFile[];
  /** Sum of all sizes. */
  readonly bytes: number;
  /** The indices of the files that are not there. */
  readonly missing: readonly number[];
  /**
   * True if a read fails when its file was changed after it was chosen. Otherwise a change shows only in the length of
   * the file, when the whole file is read.
   */
  readonly noticesChanges: boolean;
  /**
   * Reads `length` bytes of the stream from `offset`, across files.
   * @param isWithdrawn true for files that are not read any more: there are zeros in their place
   */
  read(offset: number, length: number, isWithdrawn?: (file: number) => boolean): Promise<SourceRead>;
  /**
   * One file up to its real end, which differs from the listed one if the file was changed. Fails if it cannot be read.
   */
  whole(file: number): ByteStream;
}
