/**
 * Whether the next chunk is worth compression, by what compression did to those before it. Text shrinks to a quarter,
 * pictures and archives not at all, and one stream may hold both: while it does not pay, one chunk in a while is tried,
 * beside the way.
 */

import { BLOCK_BYTES } from '../../protocol/limits.ts';

/** A share of less is through before a compressor has started. */
const LEAST_SHARE_BYTES = 2 * BLOCK_BYTES;

/** Whether a share is worth a compressor at all, on either side. */
export const isWorthCompressing = (bytes: number): boolean => bytes >= LEAST_SHARE_BYTES;

/** A chunk that keeps more than this of its bytes costs more time than it saves. */
const MOST_RATIO = 0.85;
const TRY_EVERY = 32;

export class Compressibility {
  private pays = false;
  private isTrying = false;
  private sinceTry = TRY_EVERY;

  /**
   * 'compress': send what compression makes of it. 'try': send it as it is, and see what compression would have made.
   */
  next(): 'compress' | 'try' | 'plain' {
    if (this.pays) return 'compress';
    this.sinceTry += 1;
    if (this.isTrying || this.sinceTry <= TRY_EVERY) return 'plain';
    this.isTrying = true;
    this.sinceTry = 0;
    return 'try';
  }

  /** Of one that was compressed or tried. */
  got(plainBytes: number, compressedBytes: number): void {
    this.isTrying = false;
    this.pays = compressedBytes <= MOST_RATIO * plainBytes;
  }
}
