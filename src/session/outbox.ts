/** What goes out on one lane, in its order: packed where that pays and the receiver takes it. */
import { encodeChunk, encodePacked, encodeProof, type Proof } from '../protocol/frame.ts';
import { MAX_FRAME_BYTES } from '../protocol/limits.ts';
import type { Packability } from '../transfer/packability.ts';
import type { Packing } from './packing.ts';

export interface Packer {
  readonly packing: Packing;
  readonly packability: Packability;
}

export class Outbox {
  private readonly frame = new Uint8Array(MAX_FRAME_BYTES);
  /** Of what is being packed, and of what waits behind it. */
  private waiting = 0;
  private last: Promise<void> = Promise.resolve();
  private queued = 0;

  /**
   * @param packer undefined: nothing is packed
   * @param onSent something that had waited was sent
   */
  constructor(private readonly send: (frame: Uint8Array<ArrayBuffer>) => void, private readonly packer: Packer | undefined, private readonly onSent: () => void) {}

  /** Bytes that are on their way into the channel's send buffer. */
  get waitingBytes(): number {
    return this.waiting;
  }

  proof(proof: Proof): void {
    if (this.queued === 0) this.send(encodeProof(proof));
    else this.enqueue(0, async () => this.send(encodeProof(proof)));
  }

  chunk(block: number, offset: number, payload: Uint8Array<ArrayBuffer>): void {
    const { length } = payload;
    const decision = this.packer?.packability.next() ?? 'plain';
    const packing = decision === 'plain' ? undefined : this.pack(payload);
    const isPacked = decision === 'pack';
    if (this.queued === 0 && !isPacked) return this.send(encodeChunk(block, offset, payload, this.frame));
    this.enqueue(length, async () => {
      const packed = isPacked ? await packing : undefined;
      if (packed === undefined || packed.length >= length) this.send(encodeChunk(block, offset, payload, this.frame));
      else this.send(encodePacked({ block, offset, length, payload: packed }));
    });
  }

  private async pack(payload: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const packed = await this.packer?.packing.pack(payload);
    this.packer?.packability.got(payload.length, packed?.length ?? Infinity);
    return packed;
  }

  private enqueue(bytes: number, act: () => Promise<void>): void {
    this.waiting += bytes;
    this.queued += 1;
    this.last = this.last.then(act).then(() => {
      this.waiting -= bytes;
      this.queued -= 1;
      this.onSent();
    });
  }
}
