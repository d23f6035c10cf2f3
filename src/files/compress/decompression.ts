/** Decompresses chunks (SPEC.md, D11). The script for it is loaded when a share is worth it. */
import { CHUNK_BYTES } from '../../protocol/limits.ts';
import { isWorthCompressing } from '../../transfer/flow/compressibility.ts';
import type { decompress } from './inflate.ts';

export class Decompression {
  private readonly room = new Uint8Array(CHUNK_BYTES);
  private decompressInto: typeof decompress | undefined;

  /**
   * Without its script, as when the app is gone from the server, nothing compressed is asked for.
   * @param bytes of a share that may be accepted
   */
  async prepare(bytes: number): Promise<void> {
    if (!isWorthCompressing(bytes)) return;
    try {
      this.decompressInto ??= (await import('./inflate.ts')).decompress;
    } catch {
      // It goes without.
    }
  }

  /** What is compressed can be asked for. */
  get isReady(): boolean {
    return this.decompressInto !== undefined;
  }

  /**
   * @param length of what comes out, CHUNK_BYTES at the most
   * @returns good until the next call; undefined when it is nothing that decompresses to just that length
   */
  decompress(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
    const into = this.room.subarray(0, length);
    return this.decompressInto?.(bytes, into) === true ? into : undefined;
  }
}
