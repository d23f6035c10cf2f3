/** Where the bytes of a share come from. Implementations: file-source.ts. */
import type { ManifestFile } from '../../protocol/manifest.ts';

import type { ByteStream } from '../sink/streaming/streaming-sink.ts';

/** Bytes of the stream; or the files, by their index, that cannot be read as they were listed. */
export type SourceRead =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'unreadable'; readonly files: readonly number[] };

export interface Source {
  /** In the order in which they stand in the byte stream. */
  readonly files: readonly ManifestFile[];
  /** Sum of all sizes. */
  readonly bytes: number;
  /** Those that are not there, by their index. */
  readonly missing: readonly number[];
  /**
   * A read fails when its file was changed after it was chosen. Else only its length shows, where the whole file is
   * read.
   */
  readonly noticesChanges: boolean;
  /**
   * Reads `length` bytes of the stream from `offset`, across files.
   * @param isWithdrawn files that are not read any more: zeros stand in their place
   */
  read(offset: number, length: number, isWithdrawn?: (file: number) => boolean): Promise<SourceRead>;
  /**
   * One file to its real end, which is not where it was listed if it has been changed. Fails when it cannot be read.
   */
  whole(file: number): ByteStream;
}
