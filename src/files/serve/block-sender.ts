/** All lanes of one receiver, as a holder serves them: from its `accept` on. What is asked for before that waits. */
import type { Piece } from '../../protocol/frame.ts';
import { MAX_EARLY_REQUESTS } from '../../protocol/limits.ts';
import { isWorthCompressing } from '../../transfer/flow/compressibility.ts';
import type { Compressor } from './send-queue.ts';
import type { Compression } from '../compress/compression.ts';
import type { ShareLink } from '../share-link.ts';
import type { HeldShare } from './held-share.ts';
import { LaneSender, type LaneSenderEvents } from './lane-sender.ts';

export class BlockSender {
  /** By lane. New ones with each `accept`: what was asked for before it does not count. */
  private senders: Map<number, LaneSender> | undefined;
  /** SCTP keeps the order of each channel, and not that between them. */
  private early: { readonly piece: Piece; readonly lane: number }[] = [];
  /** Undefined until a receiver says that it takes what is compressed. */
  private compressor: Compressor | undefined;

  private readonly share: HeldShare;
  private readonly link: ShareLink;
  private readonly compression: Compression | undefined;
  private readonly events: LaneSenderEvents;

  constructor(share: HeldShare, link: ShareLink, compression: Compression | undefined, events: LaneSenderEvents) {
    this.share = share;
    this.link = link;
    this.compression = compression;
    this.events = events;
  }

  get hasBegun(): boolean {
    return this.senders !== undefined;
  }

  begin(takesCompressed: boolean): void {
    this.stop();
    this.compressor =
      takesCompressed && this.compression !== undefined && isWorthCompressing(this.share.bytes)
        ? { compression: this.compression, compressibility: this.share.compressibility }
        : undefined;
    this.senders = new Map();
    for (const { piece, lane } of this.early.splice(0)) this.gotRequest(piece, lane);
  }

  gotRequest(piece: Piece, lane: number): void {
    if (this.senders !== undefined) return this.open(this.senders, lane).gotRequest(piece);
    if (this.early.push({ piece, lane }) > MAX_EARLY_REQUESTS) this.events.onMisbehaved();
  }

  /** Not wanted any more, on whatever lane. */
  gotCancel(blocks: readonly number[]): void {
    this.early = this.early.filter(({ piece }) => !blocks.includes(piece.block));
    for (const laneSender of this.senders?.values() ?? []) laneSender.gotCancel(blocks);
  }

  /** There is room on a lane. */
  onDrain(lane: number): void {
    this.senders?.get(lane)?.onDrain();
  }

  /** It may go on, on all of them. */
  onReleased(): void {
    for (const laneSender of this.senders?.values() ?? []) laneSender.onDrain();
  }

  forget(lane: number): void {
    this.senders?.get(lane)?.stop();
    this.senders?.delete(lane);
  }

  stop(): void {
    for (const laneSender of this.senders?.values() ?? []) laneSender.stop();
  }

  private open(senders: Map<number, LaneSender>, lane: number): LaneSender {
    const known = senders.get(lane);
    if (known !== undefined) return known;
    const laneSender = new LaneSender(this.share, this.link, lane, this.compressor, this.events);
    senders.set(lane, laneSender);
    return laneSender;
  }
}
