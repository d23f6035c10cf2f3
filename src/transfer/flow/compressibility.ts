/**
 * Whether the next chunk is worth packing, by what packing did to those before it. Text shrinks to a quarter, pictures
 * and archives not at all, and one stream may hold both: while it does not pay, one chunk in a while is tried, beside
 * the way.
 */

import { BLOCK_BYTES } from '../../protocol/limits.ts';

/** A share of less is through before a packer has started. */
const LEAST_SHARE_BYTES = 2 * BLOCK_BYTES;

/** Whether a share is worth a packer at all, on either side. */
export const isWorthPacking = (bytes: number): boolean => bytes >= LEAST_SHARE_BYTES;

/** A chunk that keeps more than this of its bytes costs more time than it saves. */
const MOST_RATIO = 0.85;
const TRY_EVERY = 32;

export class Packability {
  private pays = false;
  private isTrying = false;
  private sinceTry = TRY_EVERY;

  /** 'pack': send what packing makes of it. 'try': send it as it is, and see what packing would have made. */
  next(): 'pack' | 'try' | 'plain' {
    if (this.pays) return 'pack';
    this.sinceTry += 1;
    if (this.isTrying || this.sinceTry <= TRY_EVERY) return 'plain';
    this.isTrying = true;
    this.sinceTry = 0;
    return 'try';
  }

  /** Of one that was packed or tried. */
  got(plainBytes: number, packedBytes: number): void {
    this.isTrying = false;
    this.pays = packedBytes <= MOST_RATIO * plainBytes;
  }
}
