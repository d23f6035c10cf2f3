/**
 * The sender's decisions for one receiver: answers requests in their order, never with more than was asked for, and
 * reads no further ahead than the next few blocks. No I/O: inputs come in by `got…` and `on…`, each returns what is to
 * be done.
 */
import { CHUNK_BYTES, MAX_REQUESTED_BYTES, MAX_REQUESTS } from '../../protocol/limits.ts';
import { blockCount, blockLength } from '../../protocol/manifest.ts';
import type { Piece, BlockSignature } from '../../protocol/frame.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import { RequestAllowance } from './request-allowance.ts';

export type SendEffect =
  /** Read and sign a block, then call `gotBlock`. */
  | { readonly type: 'load'; readonly block: number }
  /** Some of the block's bytes are zeros, in place of files that are not to be had (W4). */
  | { readonly type: 'withdrawal'; readonly withdrawal: Withdrawal }
  | { readonly type: 'block-signature'; readonly blockSignature: BlockSignature }
  | {
      readonly type: 'chunk';
      readonly block: number;
      readonly offset: number;
      readonly payload: Uint8Array<ArrayBuffer>;
    }
  /** The receiver broke a rule. */
  | { readonly type: 'drop' };

/** A block that was read, with its signature. */
export interface SignedBlock {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly blockSignature: BlockSignature;
  /** Of the files in it that are zeros, if there are any. */
  readonly withdrawal?: Withdrawal | undefined;
}

/** Blocks read at once or waiting to be sent: the disk works while the network does. */
const BLOCKS_AHEAD = 3;

export class SendMachine {
  private readonly queue: (Piece & { sent: number })[] = [];
  private queuedBytes = 0;
  /** undefined: being read. */
  private readonly blocks = new Map<number, SignedBlock | undefined>();

  private readonly bytes: number;
  private readonly allowance: RequestAllowance;
  private readonly mostChunkBytes: () => number;

  /**
   * @param bytes of the whole stream
   * @param allowance of the receiver's link
   * @param mostChunkBytes what the other end takes in one chunk, at the moment
   */
  constructor(
    bytes: number,
    allowance: RequestAllowance = new RequestAllowance(),
    mostChunkBytes: () => number = () => CHUNK_BYTES,
  ) {
    this.bytes = bytes;
    this.allowance = allowance;
    this.mostChunkBytes = mostChunkBytes;
  }

  /** Asked for, and not sent yet. */
  get unsentBytes(): number {
    return this.queuedBytes;
  }

  gotRequest(piece: Piece, freeBytes: number): SendEffect[] {
    const isInside =
      piece.block < blockCount(this.bytes) && piece.offset + piece.length <= blockLength(this.bytes, piece.block);
    if (!isInside || this.queue.length >= MAX_REQUESTS || this.queuedBytes + piece.length > MAX_REQUESTED_BYTES)
      return [{ type: 'drop' }];
    if (!this.allowance.onRequest(piece.length)) return [{ type: 'drop' }];
    this.queue.push({ ...piece, sent: 0 });
    this.queuedBytes += piece.length;
    return this.onRoom(freeBytes);
  }

  gotBlock(block: number, signed: SignedBlock, freeBytes: number): SendEffect[] {
    if (this.blocks.has(block)) this.blocks.set(block, signed);
    return this.onRoom(freeBytes);
  }

  /** The receiver needs no more of these blocks: what is queued of them is not sent. */
  gotCancel(blocks: readonly number[], freeBytes: number): SendEffect[] {
    const cancelled = new Set(blocks);
    for (let index = this.queue.length - 1; index >= 0; index--) {
      const piece = this.queue[index];
      if (piece === undefined || !cancelled.has(piece.block)) continue;
      this.queue.splice(index, 1);
      this.queuedBytes -= piece.length - piece.sent;
    }
    return this.onRoom(freeBytes);
  }

  /** Sends what fits into the send buffer, and reads ahead. */
  onRoom(freeBytes: number): SendEffect[] {
    const effects: SendEffect[] = [];
    let free = freeBytes;
    const chunkBytes = Math.min(CHUNK_BYTES, this.mostChunkBytes());
    for (let piece = this.queue[0]; piece !== undefined && free > 0; piece = this.queue[0]) {
      const signed = this.blocks.get(piece.block);
      if (signed === undefined) break;
      // A block signature goes ahead of its block (D4).
      if (piece.offset === 0 && piece.sent === 0) {
        if (signed.withdrawal !== undefined) effects.push({ type: 'withdrawal', withdrawal: signed.withdrawal });
        effects.push({ type: 'block-signature', blockSignature: signed.blockSignature });
      }
      const start = piece.offset + piece.sent;
      const length = Math.min(chunkBytes, piece.length - piece.sent);
      effects.push({
        type: 'chunk',
        block: piece.block,
        offset: start,
        payload: signed.bytes.subarray(start, start + length),
      });
      piece.sent += length;
      this.queuedBytes -= length;
      free -= length;
      if (piece.sent === piece.length) this.queue.shift();
    }
    return [...effects, ...this.load()];
  }

  /** The blocks that the queue needs next are read; what it has passed is let go. */
  private load(): SendEffect[] {
    const next = new Set<number>();
    for (const { block } of this.queue) {
      next.add(block);
      if (next.size === BLOCKS_AHEAD) break;
    }
    // With an empty queue the last block stays: the rest of it is asked for next.
    if (this.queue.length > 0) for (const block of this.blocks.keys()) if (!next.has(block)) this.blocks.delete(block);
    const effects: SendEffect[] = [];
    for (const block of next) {
      if (this.blocks.has(block)) continue;
      this.blocks.set(block, undefined);
      if (!this.allowance.onRead()) return [{ type: 'drop' }];
      effects.push({ type: 'load', block });
    }
    return effects;
  }
}
