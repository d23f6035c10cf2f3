/** All lanes of one receiver, as the sender serves them: from its `accept` on. What is asked for before that waits. */
import type { PeerLink } from '../../connection/peer-link.ts';
import type { Piece } from '../../protocol/frame.ts';
import { MAX_EARLY_REQUESTS } from '../../protocol/limits.ts';
import { isWorthPacking } from '../../transfer/flow/compressibility.ts';
import { RequestAllowance } from '../../transfer/exchange/request-allowance.ts';
import type { OfferedShare } from './served-share.ts';
import type { Packer } from './send-queue.ts';
import type { Packing } from '../compress/compression.ts';
import { ReadGate } from './semaphore.ts';
import { Serving, type ServingEvents } from './lane-sender.ts';

export class Servings {
  /** By lane. New ones with each `accept`: what was asked for before it does not count. */
  private lanes: Map<number, Serving> | undefined;
  /** SCTP keeps the order of each channel, and not that between them. */
  private early: { readonly piece: Piece; readonly lane: number }[] = [];
  private readonly allowance = new RequestAllowance();
  private readonly reads = new ReadGate();

  /** Undefined until a receiver says that it takes what is packed. */
  private packer: Packer | undefined;

  private readonly share: OfferedShare;
  private readonly link: PeerLink;
  private readonly packing: Packing;
  private readonly events: ServingEvents;

  constructor(share: OfferedShare, link: PeerLink, packing: Packing, events: ServingEvents) {
    this.share = share;
    this.link = link;
    this.packing = packing;
    this.events = events;
  }

  get hasBegun(): boolean {
    return this.lanes !== undefined;
  }

  begin(takesPacked: boolean): void {
    this.stop();
    this.packer =
      takesPacked && isWorthPacking(this.share.head.bytes)
        ? { packing: this.packing, packability: this.share.packability }
        : undefined;
    this.lanes = new Map();
    for (const { piece, lane } of this.early.splice(0)) this.gotRequest(piece, lane);
  }

  gotRequest(piece: Piece, lane: number): void {
    if (this.lanes !== undefined) return this.open(this.lanes, lane).gotRequest(piece);
    if (this.early.push({ piece, lane }) > MAX_EARLY_REQUESTS) this.events.onMisbehaved();
  }

  /** There is room on a lane. */
  onDrain(lane: number): void {
    this.lanes?.get(lane)?.onDrain();
  }

  /** It may go on, on all of them. */
  onReleased(): void {
    for (const serving of this.lanes?.values() ?? []) serving.onDrain();
  }

  forget(lane: number): void {
    this.lanes?.get(lane)?.stop();
    this.lanes?.delete(lane);
  }

  stop(): void {
    for (const serving of this.lanes?.values() ?? []) serving.stop();
  }

  private open(lanes: Map<number, Serving>, lane: number): Serving {
    const known = lanes.get(lane);
    if (known !== undefined) return known;
    const serving = new Serving(this.share, this.link, lane, this.allowance, this.reads, this.packer, this.events);
    lanes.set(lane, serving);
    return serving;
  }
}
