/**
 * One lane of a receiver, as a holder serves it: requests come in, block signatures and chunks go out, in the order
 * asked for.
 */
import { MOST_HEADER_BYTES, type Piece } from '../../protocol/frame.ts';
import { SendMachine, type SendEffect } from '../../transfer/exchange/send-machine.ts';
import type { ShareLink } from '../share-link.ts';
import type { HeldShare } from './held-share.ts';
import { SendQueue, type Compressor } from './send-queue.ts';

export interface LaneSenderEvents {
  /** Nothing is to be sent at the moment: requests wait. */
  isHeld(): boolean;
  /** As far as the person lets this page send at all. */
  freeBytes(): number;
  /** These bytes of a block are about to go out. */
  onChunk(bytes: number): void;
  /** A frame has gone out. */
  onSent(bytes: number): void;
  /** It asked for what it may not. */
  onMisbehaved(): void;
  /** A block cannot be read. */
  onError(thrown: unknown): void;
}

export class LaneSender {
  private readonly machine: SendMachine;
  private readonly queue: SendQueue;
  private isStopped = false;

  private readonly share: HeldShare;
  private readonly link: ShareLink;
  private readonly lane: number;
  private readonly events: LaneSenderEvents;

  constructor(
    share: HeldShare,
    link: ShareLink,
    lane: number,
    compressor: Compressor | undefined,
    events: LaneSenderEvents,
  ) {
    this.share = share;
    this.link = link;
    this.lane = lane;
    this.events = events;
    const mostPayload = (): number => link.lanes.mostMessageBytes(lane) - MOST_HEADER_BYTES;
    this.machine = new SendMachine(share.bytes, link.costs.allowance, mostPayload);
    this.queue = new SendQueue(
      link.number,
      (frame) => {
        if (!this.isStopped && this.link.lanes.send(frame, this.lane)) events.onSent(frame.length);
      },
      compressor,
      () => this.onDrain(),
    );
  }

  gotRequest(piece: Piece): void {
    this.perform(this.machine.gotRequest(piece, this.freeBytes));
  }

  /** What is asked for of these blocks and not sent yet is not wanted. */
  gotCancel(blocks: readonly number[]): void {
    this.perform(this.machine.gotCancel(blocks, this.freeBytes));
  }

  onDrain(): void {
    this.perform(this.machine.onRoom(this.freeBytes));
  }

  /** What was asked for does not count any more. */
  stop(): void {
    this.isStopped = true;
  }

  private get freeBytes(): number {
    if (this.events.isHeld()) return 0;
    const free = Math.min(this.link.lanes.freeBytes(this.lane), this.events.freeBytes());
    return free - this.queue.waitingBytes;
  }

  private perform(effects: readonly SendEffect[]): void {
    if (this.isStopped) return;
    for (const effect of effects) {
      switch (effect.type) {
        case 'load':
          void this.load(effect.block);
          break;
        case 'withdrawal':
          this.queue.withdrawal(effect.withdrawal);
          break;
        case 'block-signature':
          this.queue.blockSignature(effect.blockSignature);
          break;
        case 'chunk':
          this.events.onChunk(effect.payload.length);
          this.queue.chunk(effect.block, effect.offset, effect.payload);
          break;
        case 'drop':
          this.events.onMisbehaved();
          return;
      }
    }
  }

  private async load(block: number): Promise<void> {
    const { reads } = this.link.costs;
    await reads.enter();
    try {
      if (this.isStopped) return;
      // What happens to the block on its way is this receiver's, and not the file's.
      const signed = await this.share.block(block).catch((thrown: unknown) => {
        if (!this.isStopped) this.events.onError(thrown);
      });
      if (signed !== undefined) this.perform(this.machine.gotBlock(block, signed, this.freeBytes));
    } finally {
      reads.leave();
    }
  }
}
