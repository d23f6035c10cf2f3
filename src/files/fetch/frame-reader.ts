/**
 * What comes in from one supplier, on all its lanes, as its receiver hears it: from `accept` on. Before that nothing
 * was asked for (D5).
 */
import { decodeFrame, type Chunk, type Packed, type Proof } from '../../protocol/frame.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { Unpacking } from '../compress/decompression.ts';

export interface InboxEvents {
  onProof(proof: Proof, lane: number): void;
  onWithdrawal(withdrawal: Withdrawal, lane: number): void;
  /** The payload is good until this returns. */
  onChunk(chunk: Chunk, lane: number): void;
  /** Nothing that was asked for, or nothing that unpacks to what it says. */
  onFault(): void;
}

export class Inbox {
  private state: 'waiting' | 'open' | 'closed' = 'waiting';
  private takesPacked = false;

  private readonly unpacking: Unpacking;
  private readonly events: InboxEvents;

  constructor(unpacking: Unpacking, events: InboxEvents) {
    this.unpacking = unpacking;
    this.events = events;
  }

  /** @returns whether chunks may come packed, from now on */
  begin(): boolean {
    this.state = 'open';
    this.takesPacked = this.unpacking.isReady;
    return this.takesPacked;
  }

  got(bytes: Uint8Array<ArrayBuffer>, lane: number): void {
    if (this.state === 'closed') return;
    const frame = this.state === 'open' ? decodeFrame(bytes) : undefined;
    switch (frame?.type) {
      case 'withdrawal':
        return this.events.onWithdrawal(frame.withdrawal, lane);
      case 'proof':
        return this.events.onProof(frame.proof, lane);
      case 'chunk':
        return this.events.onChunk(frame.chunk, lane);
      case 'packed':
        return this.gotPacked(frame.packed, lane);
      case 'request':
      case undefined:
        return this.events.onFault();
    }
  }

  /** What still comes was asked for by nobody any more. */
  close(): void {
    this.state = 'closed';
  }

  private gotPacked({ block, offset, length, payload }: Packed, lane: number): void {
    const plain = this.takesPacked ? this.unpacking.unpack(payload, length) : undefined;
    if (plain === undefined) this.events.onFault();
    else this.events.onChunk({ block, offset, payload: plain, packedBytes: payload.length }, lane);
  }
}
