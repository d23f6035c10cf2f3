/** What goes out on one lane, in its order: packed where that pays and the receiver takes it. */
import { encodeChunk, encodePacked, encodeProof, encodeWithdrawal, type Proof } from '../../protocol/frame.ts';
import { MAX_FRAME_BYTES } from '../../protocol/limits.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { Packability } from '../../transfer/flow/compressibility.ts';
import type { Packing } from '../compress/compression.ts';
import { Turns } from './ordered-queue.ts';

export interface Packer {
  readonly packing: Packing;
  readonly packability: Packability;
}

export class Outbox {
  private readonly frame = new Uint8Array(MAX_FRAME_BYTES);
  private readonly turns = new Turns();

  private readonly send: (frame: Uint8Array<ArrayBuffer>) => void;
  private readonly packer: Packer | undefined;
  private readonly onSent: () => void;

  /**
   * @param packer undefined: nothing is packed
   * @param onSent a chunk that had waited was sent
   */
  constructor(send: (frame: Uint8Array<ArrayBuffer>) => void, packer: Packer | undefined, onSent: () => void) {
    this.send = send;
    this.packer = packer;
    this.onSent = onSent;
  }

  /** Bytes that are on their way into the channel's send buffer. */
  get waitingBytes(): number {
    return this.turns.waitingBytes;
  }

  proof(proof: Proof): void {
    this.turns.take(() => this.send(encodeProof(proof)));
  }

  /** Ahead of its block's proof. */
  withdrawal(withdrawal: Withdrawal): void {
    this.turns.take(() => this.send(encodeWithdrawal(withdrawal)));
  }

  chunk(block: number, offset: number, payload: Uint8Array<ArrayBuffer>): void {
    const { length } = payload;
    const sendPlain = (): void => this.send(encodeChunk(block, offset, payload, this.frame));
    const decision = this.packer?.packability.next() ?? 'plain';
    const packing = decision === 'plain' ? undefined : this.pack(payload);
    if (packing === undefined || decision === 'try') return this.turns.take(sendPlain);
    this.turns.wait(length, packing, (packed) => {
      if (packed === undefined) sendPlain();
      else this.send(encodePacked({ block, offset, length, payload: packed }));
      this.onSent();
    });
  }

  private async pack(payload: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const packed = await this.packer?.packing.pack(payload);
    this.packer?.packability.got(payload.length, packed?.length ?? Infinity);
    return packed;
  }
}
