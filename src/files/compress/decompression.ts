/** Unpacks chunks (SPEC.md, D11). The script for it is loaded when a share is worth it. */
import { CHUNK_BYTES } from '../../protocol/limits.ts';
import { isWorthPacking } from '../../transfer/flow/compressibility.ts';
import type { unpack } from './inflate.ts';

export class Unpacking {
  private readonly room = new Uint8Array(CHUNK_BYTES);
  private unpackInto: typeof unpack | undefined;

  /**
   * Without its script, as when the app is gone from the server, nothing packed is asked for.
   * @param bytes of a share that may be accepted
   */
  async prepare(bytes: number): Promise<void> {
    if (!isWorthPacking(bytes)) return;
    try {
      this.unpackInto ??= (await import('./inflate.ts')).unpack;
    } catch {
      // It goes without.
    }
  }

  /** What is packed can be asked for. */
  get isReady(): boolean {
    return this.unpackInto !== undefined;
  }

  /**
   * @param length of what comes out, CHUNK_BYTES at the most
   * @returns good until the next call; undefined when it is nothing that unpacks to just that length
   */
  unpack(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> | undefined {
    const into = this.room.subarray(0, length);
    return this.unpackInto?.(bytes, into) === true ? into : undefined;
  }
}
