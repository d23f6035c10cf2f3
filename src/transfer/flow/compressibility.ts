/**
 * Whether the next chunk is worth compression, by what compression did to those before it. Text shrinks to a quarter,
 * pictures and archives not at all, and one stream may hold both. While compression does not pay, one chunk in
 * TRY_EVERY is compressed as a trial, and its result is thrown away.
 */

import { BLOCK_BYTES } from '../../protocol/limits.ts';

/** A smaller share is transferred before a compressor has started. */
const LEAST_SHARE_BYTES = 2 * BLOCK_BYTES;

/** Whether a share is worth a compressor at all, on either side. */
export const isWorthCompressing = (bytes: number): boolean => bytes >= LEAST_SHARE_BYTES;

/** If compression leaves more than this part of a chunk, it costs more time than it saves. */
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

  /** What compression made of a chunk, sent or only tried. */
  got(plainBytes: number, compressedBytes: number): void {
    this.isTrying = false;
    this.pays = compressedBytes <= MOST_RATIO * plainBytes;
  }
}
