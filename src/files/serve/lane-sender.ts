/**
 * One lane of a receiver, as the sender serves it: requests come in, proofs and chunks go out, in the order asked for.
 */
import type { PeerLink } from '../../connection/peer-link.ts';
import { MOST_HEADER_BYTES, type Piece } from '../../protocol/frame.ts';
import type { RequestAllowance } from '../../transfer/exchange/request-allowance.ts';
import { SendMachine, type SendEffect } from '../../transfer/exchange/send-machine.ts';
import type { OfferedShare } from './served-share.ts';
import { Outbox, type Packer } from './send-queue.ts';
import type { ReadGate } from './semaphore.ts';

export interface ServingEvents {
  /** Nothing is to be sent at the moment: requests wait. */
  isHeld(): boolean;
  /** It asked for what it may not. */
  onMisbehaved(): void;
  /** A block cannot be read. */
  onError(thrown: unknown): void;
}

export class Serving {
  private readonly machine: SendMachine;
  private readonly outbox: Outbox;
  private isStopped = false;

  private readonly share: OfferedShare;
  private readonly link: PeerLink;
  private readonly lane: number;
  private readonly reads: ReadGate;
  private readonly events: ServingEvents;

  constructor(
    share: OfferedShare,
    link: PeerLink,
    lane: number,
    allowance: RequestAllowance,
    reads: ReadGate,
    packer: Packer | undefined,
    events: ServingEvents,
  ) {
    this.share = share;
    this.link = link;
    this.lane = lane;
    this.reads = reads;
    this.events = events;
    this.machine = new SendMachine(share.head.bytes, allowance, () => link.mostMessageBytes(lane) - MOST_HEADER_BYTES);
    this.outbox = new Outbox(
      (frame) => {
        if (!this.isStopped) this.link.sendFrame(frame, this.lane);
      },
      packer,
      () => this.onDrain(),
    );
  }

  gotRequest(piece: Piece): void {
    this.perform(this.machine.gotRequest(piece, this.freeBytes));
  }

  onDrain(): void {
    this.perform(this.machine.onRoom(this.freeBytes));
  }

  /** What was asked for does not count any more. */
  stop(): void {
    this.isStopped = true;
  }

  private get freeBytes(): number {
    return this.events.isHeld() ? 0 : this.link.freeBytes(this.lane) - this.outbox.waitingBytes;
  }

  private perform(effects: readonly SendEffect[]): void {
    if (this.isStopped) return;
    for (const effect of effects) {
      switch (effect.type) {
        case 'load':
          void this.load(effect.block);
          break;
        case 'withdrawal':
          this.outbox.withdrawal(effect.withdrawal);
          break;
        case 'proof':
          this.outbox.proof(effect.proof);
          break;
        case 'chunk':
          this.outbox.chunk(effect.block, effect.offset, effect.payload);
          break;
        case 'drop':
          this.events.onMisbehaved();
          return;
      }
    }
  }

  private async load(block: number): Promise<void> {
    await this.reads.enter();
    try {
      if (this.isStopped) return;
      // What happens to the block on its way is this receiver's, and not the file's.
      const signed = await this.share.block(block).catch((thrown: unknown) => {
        if (!this.isStopped) this.events.onError(thrown);
      });
      if (signed !== undefined) this.perform(this.machine.gotBlock(block, signed, this.freeBytes));
    } finally {
      this.reads.leave();
    }
  }
}
