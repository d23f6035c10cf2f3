/**
 * What one receiver's requests have cost, against what they brought it (D8). A request for one byte costs its sender as
 * much as one for a piece, and one for the last byte of a block costs the block's read, hash and signature: who asks
 * for little often would keep a sender from the others. Over all of a link: a new `accept` changes nothing.
 */
import {
  BLOCK_BYTES,
  LEAST_MEAN_REQUEST_BYTES,
  MAX_REQUESTS,
  MAX_SPARE_READS,
  READS_PER_BLOCK,
} from '../../protocol/limits.ts';

export class RequestAllowance {
  private requests = 0;
  private bytes = 0;
  private reads = 0;

  /** False when the requests so far were for too little. */
  onRequest(bytes: number): boolean {
    this.requests += 1;
    this.bytes += bytes;
    return this.requests <= MAX_REQUESTS || this.bytes >= this.requests * LEAST_MEAN_REQUEST_BYTES;
  }

  /** A block is to be read. False when that was too often for what was asked for. */
  onRead(): boolean {
    this.reads += 1;
    return this.reads <= MAX_SPARE_READS + (READS_PER_BLOCK * this.bytes) / BLOCK_BYTES;
  }
}
