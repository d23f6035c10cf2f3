/**
 * Blocks that were cancelled on one lane. The cancel and the answers can cross on the way, so that the requests are
 * answered in full, in part or not at all: as many bytes as they were for are ignored when they come, and no fault. When
 * a later request for another block is answered nothing more can come for an earlier one, for a lane keeps its order.
 */
import type { Piece } from '../../protocol/frame.ts';

/** What may still come of one block. */
interface Rest {
  bytes: number;
  blockSignatures: number;
  withdrawals: number;
  /** Of its last request. */
  number: number;
}

export interface CancelledAsk extends Piece {
  /** It was asked for as the how manieth of its peer. */
  readonly number: number;
  readonly got: number;
  readonly isProven: boolean;
  readonly hasWithdrawal: boolean;
}

export class CancelledAsks {
  private readonly rests = new Map<number, Rest>();

  add({ block, offset, length, number, got, isProven, hasWithdrawal }: CancelledAsk): void {
    const rest = this.rests.get(block) ?? { bytes: 0, blockSignatures: 0, withdrawals: 0, number };
    this.rests.set(block, rest);
    const isAtBegin = offset === 0 && got === 0 && !isProven;
    rest.bytes += length - got;
    rest.blockSignatures += isAtBegin ? 1 : 0;
    rest.withdrawals += isAtBegin && !hasWithdrawal ? 1 : 0;
    rest.number = number;
  }

  /** A request is answered. @param number of it */
  onAnswered(block: number, number: number): void {
    // Asked for again, the answer can be that to the earlier request, and tells nothing of those between.
    if (this.rests.size === 0 || this.rests.has(block)) return;
    for (const [other, rest] of this.rests) if (rest.number < number) this.rests.delete(other);
  }

  /** False when none can come for any of them. */
  gotWithdrawal(): boolean {
    for (const rest of this.rests.values()) {
      if (rest.withdrawals === 0) continue;
      rest.withdrawals -= 1;
      return true;
    }
    return false;
  }

  /** False when none can come for this block. */
  gotBlockSignature(block: number): boolean {
    const rest = this.rests.get(block);
    if (rest === undefined || rest.blockSignatures === 0) return false;
    rest.blockSignatures -= 1;
    return true;
  }

  /** False when not so many bytes of this block can come. */
  gotBytes(block: number, bytes: number): boolean {
    const rest = this.rests.get(block);
    if (rest === undefined || bytes === 0 || rest.bytes < bytes) return false;
    rest.bytes -= bytes;
    return true;
  }
}
