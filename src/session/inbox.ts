/** What comes in on one lane, in its order: what is packed is unpacked first, and what came behind it waits. */
import type { Chunk, Frame, Packed, Proof } from '../protocol/frame.ts';
import { MAX_UNPACKING, MAX_UNPACKING_BYTES } from '../protocol/limits.ts';
import type { Packing } from './packing.ts';
import { Turns } from './turns.ts';

export interface InboxEvents {
  onProof(proof: Proof): void;
  onChunk(chunk: Chunk): void;
  /** Too much at once, nothing that unpacks to what it says, or packed for one who did not ask for that. */
  onFault(): void;
}

export class Inbox {
  private readonly turns = new Turns();
  private isClosed = false;

  /** @param packing undefined: nothing packed was asked for */
  constructor(private readonly packing: Packing | undefined, private readonly events: InboxEvents) {}

  got(frame: Exclude<Frame, { type: 'request' }>): void {
    if (this.turns.count >= MAX_UNPACKING) this.events.onFault();
    else if (frame.type === 'packed') this.gotPacked(frame.packed);
    else this.turns.take(() => this.deliver(frame));
  }

  /** What still waits was asked for by nobody any more. */
  close(): void {
    this.isClosed = true;
  }

  private gotPacked({ block, offset, length, payload }: Packed): void {
    if (this.packing === undefined || this.turns.waitingBytes + length > MAX_UNPACKING_BYTES) return this.events.onFault();
    this.turns.wait(length, this.packing.unpack(payload, length), (bytes) => {
      if (bytes !== undefined) this.deliver({ type: 'chunk', chunk: { block, offset, payload: bytes } });
      else if (!this.isClosed) this.events.onFault();
    });
  }

  private deliver(frame: Extract<Frame, { type: 'proof' | 'chunk' }>): void {
    if (this.isClosed) return;
    if (frame.type === 'proof') this.events.onProof(frame.proof);
    else this.events.onChunk(frame.chunk);
  }
}
