/** All lanes of one supplier, as its receiver hears them: from `accept` on. Before that nothing was asked for (D5). */
import { decodeFrame, type Chunk, type Proof } from '../protocol/frame.ts';
import { Inbox } from './inbox.ts';
import type { Packing } from './packing.ts';

export interface InboxesEvents {
  onProof(proof: Proof, lane: number): void;
  onChunk(chunk: Chunk, lane: number): void;
  onFault(): void;
}

export class Inboxes {
  /** By lane. New ones with each `accept`. */
  private lanes: Map<number, Inbox> | undefined;
  private packing: Packing | undefined;

  constructor(private readonly events: InboxesEvents) {}

  /** @param packing undefined: nothing packed is asked for */
  begin(packing: Packing | undefined): void {
    this.close();
    this.packing = packing;
    this.lanes = new Map();
  }

  got(bytes: Uint8Array<ArrayBuffer>, lane: number): void {
    const frame = decodeFrame(bytes);
    if (this.lanes === undefined || frame === undefined || frame.type === 'request') this.events.onFault();
    else this.open(this.lanes, lane).got(frame);
  }

  forget(lane: number): void {
    this.lanes?.get(lane)?.close();
    this.lanes?.delete(lane);
  }

  close(): void {
    for (const inbox of this.lanes?.values() ?? []) inbox.close();
  }

  private open(lanes: Map<number, Inbox>, lane: number): Inbox {
    const { events } = this;
    const known = lanes.get(lane);
    if (known !== undefined) return known;
    const inbox = new Inbox(this.packing, {
      onProof: (proof) => events.onProof(proof, lane),
      onChunk: (chunk) => events.onChunk(chunk, lane),
      onFault: () => events.onFault(),
    });
    lanes.set(lane, inbox);
    return inbox;
  }
}
