/**
 * Requests on one lane that were cancelled: the cancel and their answers can cross on the way, so that they are
 * answered in full, in part or not at all. What comes for them is ignored and no fault, once each. When a later request
 * is answered nothing more can come for an earlier one, for a lane keeps its order.
 */
import type { BlockSignature, Piece } from '../../protocol/frame.ts';

interface CancelledAsk extends Piece {
  readonly number: number;
  got: number;
  isProven: boolean;
  hasWithdrawal: boolean;
}

export class CancelledAsks {
  private asks: CancelledAsk[] = [];

  add({ block, offset, length, number, got, isProven, hasWithdrawal }: Readonly<CancelledAsk>): void {
    this.asks.push({ block, offset, length, number, got, isProven, hasWithdrawal });
  }

  /** A request has been answered. @param number of it: those before it will not be */
  onAnswered(number: number): void {
    if (this.asks.length > 0) this.asks = this.asks.filter((ask) => ask.number > number);
  }

  /** False when none was due for any of them. */
  gotWithdrawal(): boolean {
    const due = this.asks.find((ask) => isAtBegin(ask) && !ask.hasWithdrawal);
    if (due !== undefined) due.hasWithdrawal = true;
    return due !== undefined;
  }

  /** The same. */
  gotBlockSignature({ block }: BlockSignature): boolean {
    const due = this.asks.find((ask) => ask.block === block && isAtBegin(ask));
    if (due !== undefined) due.isProven = true;
    return due !== undefined;
  }

  /** False when it continues none of them. */
  gotChunk(block: number, offset: number, length: number): boolean {
    const ask = this.asks.find(
      (each) => each.block === block && each.offset + each.got === offset && each.got + length <= each.length,
    );
    if (ask === undefined || length === 0) return false;
    ask.got += length;
    if (ask.got === ask.length) this.asks = this.asks.filter((each) => each !== ask);
    return true;
  }
}

const isAtBegin = ({ offset, got, isProven }: CancelledAsk): boolean => offset === 0 && got === 0 && !isProven;
