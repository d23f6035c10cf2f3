/** One block on its way in: a fixed buffer, what of it was asked for, and what has come. */
import type { Proof } from '../protocol/frame.ts';

export class BlockAssembly {
  readonly bytes: Uint8Array<ArrayBuffer>;
  proof: Proof | undefined;
  private askedTo = 0;
  private arrived = 0;

  /** @param spare an earlier block's buffer; taken if it is large enough */
  constructor(readonly block: number, length: number, spare?: ArrayBuffer) {
    this.bytes = spare !== undefined && spare.byteLength >= length ? new Uint8Array(spare, 0, length) : new Uint8Array(length);
  }

  /** Bytes not asked for yet. */
  get unasked(): number {
    return this.bytes.length - this.askedTo;
  }

  /** Takes the next part to be asked for, `most` bytes at the most. */
  ask(most: number): { offset: number; length: number } {
    const offset = this.askedTo;
    const length = Math.min(most, this.unasked);
    this.askedTo += length;
    return { offset, length };
  }

  /** The caller has checked that this part was asked for, and that it comes once. */
  put(offset: number, payload: Uint8Array): void {
    this.bytes.set(payload, offset);
    this.arrived += payload.length;
  }

  get isWhole(): boolean {
    return this.arrived === this.bytes.length;
  }
}
