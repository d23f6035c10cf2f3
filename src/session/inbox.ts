/** What comes in on one lane, in its order: what is packed is unpacked first, and what came behind it waits. */
import type { Chunk, Frame, Packed, Proof } from '../protocol/frame.ts';
import { MAX_UNPACKING, MAX_UNPACKING_BYTES } from '../protocol/limits.ts';
import type { Packing } from './packing.ts';

export interface InboxEvents {
  onProof(proof: Proof): void;
  onChunk(chunk: Chunk): void;
  /** Too much at once, nothing that unpacks to what it says, or what no sender sends. */
  onFault(): void;
}

export class Inbox {
  private last: Promise<void> = Promise.resolve();
  private queued = 0;
  private waitingBytes = 0;

  /** @param packing undefined: nothing packed was asked for */
  constructor(private readonly packing: Packing | undefined, private readonly events: InboxEvents) {}

  got(frame: Exclude<Frame, { type: 'request' }>): void {
    if (frame.type === 'packed') this.gotPacked(frame.packed);
    else if (this.queued === 0) this.deliver(frame);
    else this.enqueue(0, async () => this.deliver(frame));
  }

  private gotPacked({ block, offset, length, payload }: Packed): void {
    const { packing } = this;
    if (packing === undefined || this.waitingBytes + length > MAX_UNPACKING_BYTES) return this.events.onFault();
    const unpacking = packing.unpack(payload, length);
    this.enqueue(length, async () => {
      const bytes = await unpacking;
      if (bytes === undefined) this.events.onFault();
      else this.events.onChunk({ block, offset, payload: bytes });
    });
  }

  private deliver(frame: Extract<Frame, { type: 'proof' | 'chunk' }>): void {
    if (frame.type === 'proof') this.events.onProof(frame.proof);
    else this.events.onChunk(frame.chunk);
  }

  private enqueue(bytes: number, act: () => Promise<void>): void {
    if (this.queued >= MAX_UNPACKING) return this.events.onFault();
    this.queued += 1;
    this.waitingBytes += bytes;
    this.last = this.last.then(act).then(() => {
      this.queued -= 1;
      this.waitingBytes -= bytes;
    });
  }
}
