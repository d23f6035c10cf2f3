/** One block on its way in: a fixed buffer, what of it was asked for, and what has come. */
import type { BlockSignature } from '../../protocol/frame.ts';

/** A part of a block, in bytes. */
export interface Part {
  readonly offset: number;
  readonly length: number;
}

export class BlockAssembly {
  readonly bytes: Uint8Array<ArrayBuffer>;
  blockSignature: BlockSignature | undefined;
  private askedTo = 0;
  /** Asked for, and lost with the lane; lowest first. */
  private returned: Part[] = [];
  private arrived = 0;

  readonly block: number;

  /** When it was begun. */
  readonly begunMs: number;

  /** @param spare an earlier block's buffer; taken if it is large enough */
  constructor(block: number, length: number, spare?: ArrayBuffer, begunMs = 0) {
    this.block = block;
    this.begunMs = begunMs;
    this.bytes =
      spare !== undefined && spare.byteLength >= length ? new Uint8Array(spare, 0, length) : new Uint8Array(length);
  }

  /** Bytes that nobody is asked for. */
  get unasked(): number {
    return this.returned.reduce((sum, { length }) => sum + length, this.bytes.length - this.askedTo);
  }

  /**
   * Who is asked for its next part can be somebody new: that part is the first, and brings the block signature, or the
   * block signature is here.
   */
  get isFree(): boolean {
    return this.blockSignature !== undefined || (this.returned[0]?.offset ?? this.askedTo) === 0;
  }

  /** Takes the next part to be asked for, `most` bytes at the most. The caller has seen that there is one. */
  ask(most: number): Part {
    const first = this.returned.shift();
    if (first === undefined) {
      const part = { offset: this.askedTo, length: Math.min(most, this.bytes.length - this.askedTo) };
      this.askedTo += part.length;
      return part;
    }
    if (first.length > most) this.returned.unshift({ offset: first.offset + most, length: first.length - most });
    return { offset: first.offset, length: Math.min(most, first.length) };
  }

  /** It was asked for, and will not come. */
  giveBack(part: Part): void {
    this.returned = [...this.returned, part].toSorted((one, other) => one.offset - other.offset);
  }

  /** The caller has checked that this part was asked for, and that it comes once. */
  put(offset: number, payload: Uint8Array): void {
    this.bytes.set(payload, offset);
    this.arrived += payload.length;
  }

  get arrivedBytes(): number {
    return this.arrived;
  }

  get isWhole(): boolean {
    return this.arrived === this.bytes.length;
  }
}
