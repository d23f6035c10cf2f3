/** One share as one peer announces it, as its receiver has it: the checked manifest, and then its blocks. */
import {
  isReceiverType,
  isSenderType,
  readSenderMessage,
  type ManifestMessage,
  type ReceiverMessage,
  type SenderMessage,
  type StopMessage,
} from '../../protocol/messages/control-message.ts';
import { BeamError, toBeamError, type ErrorCode } from '../../protocol/errors.ts';
import { MAX_PASSED_ON_BLOCKS } from '../../protocol/limits.ts';
import { blockCount } from '../../protocol/manifest.ts';
import { encodeRequest, type Chunk, type Piece, type BlockSignature } from '../../protocol/frame.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Fields } from '../../protocol/parse.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { Token } from '../../rendezvous/token.ts';
import type { PeerLanes, Verdict } from '../../room/service.ts';
import type { ShareLink } from '../share-link.ts';
import { HeldBlocks } from './held-blocks.ts';
import { ManifestReceiver, type KnownManifests } from './manifest-receiver.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import { FrameReader } from './frame-reader.ts';
import type { ProviderLane } from './provider-lane.ts';
import type { Decompression } from '../compress/decompression.ts';

/** Between two messages of a manifest: the largest page takes less on any line that is of use (8 KB/s). */
const MANIFEST_MS = 15_000;

/** What takes the bytes of a provider, in one step from the lane. */
export interface ChunkTaker {
  gotBlockSignature(lane: ProviderLane, blockSignature: BlockSignature): void;
  gotWithdrawal(lane: ProviderLane, withdrawal: Withdrawal): void;
  /** The payload is good until this returns. */
  gotChunk(lane: ProviderLane, chunk: Chunk): void;
  gotRoundTrip(provider: Provider, ms: number): void;
  /** A lane beside the first is open for requests. */
  onLane(lane: ProviderLane): void;
  onSourceLost(lane: ProviderLane): void;
  /** It goes on after a pause. */
  onSourceResumed(lane: ProviderLane): void;
  /** It reads a file once more, and sends nothing meanwhile. */
  gotChecking(): void;
  /** A holder of a part has these blocks as well. */
  gotHave(provider: Provider, blocks: readonly number[]): void;
  /** It has begun to give these blocks to others. */
  gotGiven(provider: Provider, blocks: readonly number[]): void;
}

export interface ProviderEvents {
  onManifest(provider: Provider, manifest: CheckedManifest): void;
  /** It has paused it, or goes on; or its link is broken, or back. */
  onState(provider: Provider): void;
  /** It broke a rule: its link is to be ended. */
  onFault(provider: Provider, error: BeamError): void;
  /** It serves it no longer, and says why. It is closed by then. */
  onStopped(provider: Provider, message: StopMessage): void;
  /** Its link is gone, or the share is over on it. */
  onClosed(provider: Provider): void;
  readonly known: KnownManifests;
}

export class Provider {
  /** By hand, on the other side. */
  isPaused = false;
  isBroken = false;
  private taker: ChunkTaker | undefined;
  private wantedLanes = 1;
  private readonly laneObjects: ProviderLane[] = [];
  private isClosed = false;
  private readonly manifestReceiver: ManifestReceiver;
  /** Control messages are handled one after the other: checking a signature takes a while. */
  private handling: Promise<unknown> = Promise.resolve();
  private readonly frameReader: FrameReader;
  /** Runs between an announcement and its last page. */
  private patience: ReturnType<typeof setTimeout> | undefined;

  readonly peer: PeerId;
  readonly lanes: PeerLanes;
  private readonly link: ShareLink;
  private readonly decompression: Decompression;
  private readonly events: ProviderEvents;

  constructor(link: ShareLink, token: Token, decompression: Decompression, events: ProviderEvents) {
    this.peer = link.peer;
    this.link = link;
    this.lanes = link.lanes;
    this.decompression = decompression;
    this.events = events;
    const ask = (first: number, count: number): void => this.tell({ type: 'pages', first, count });
    this.manifestReceiver = new ManifestReceiver(token, ask, events.known);
    this.frameReader = new FrameReader(decompression, {
      onBlockSignature: (blockSignature, lane) => this.taker?.gotBlockSignature(this.lane(lane), blockSignature),
      onWithdrawal: (withdrawal, lane) => this.taker?.gotWithdrawal(this.lane(lane), withdrawal),
      onChunk: (chunk, lane) => this.taker?.gotChunk(this.lane(lane), chunk),
    });
  }

  /** It has all of it. */
  get isWhole(): boolean {
    return this.held === undefined || this.held.isFull;
  }

  /** When it is here and checked. */
  get manifest(): CheckedManifest | undefined {
    return this.manifestReceiver.manifest;
  }

  /** Whoever gives it, where this peer only tells of it. */
  by: PeerId | undefined;

  /** What a holder of a part has; undefined of one that has all. */
  held: HeldBlocks | undefined;

  /** The block to begin with, where it says so. */
  start: number | undefined;

  get roundTripMs(): number | undefined {
    return this.lanes.roundTripMs;
  }

  /** That are open for requests. */
  get openLanes(): readonly ProviderLane[] {
    return Array.from(this.lanes.open, (lane) => this.lane(lane));
  }

  /** The same object each time. */
  lane(number: number): ProviderLane {
    return (this.laneObjects[number] ??= { provider: this, number });
  }

  /** Something was said of it already, by the link itself: what was said ahead of it comes too late. */
  get hasBegun(): boolean {
    return this.manifestReceiver.hasBegun;
  }

  /**
   * @param taker of what comes from now on
   * @param bytes that are here already, of those that are wanted
   * @param wanted bytes of the files that were chosen; undefined for the whole share
   */
  accept(taker: ChunkTaker, bytes: number, wanted?: number): void {
    this.taker = taker;
    const choice = wanted === undefined ? {} : { wanted };
    this.tell({ type: 'accept', bytes, takesCompressed: this.frameReader.begin(), ...choice });
  }

  tell(message: ReceiverMessage): void {
    this.link.send(message);
  }

  request(piece: Piece, lane: number): void {
    this.lanes.send(encodeRequest(this.link.number, piece), lane);
  }

  /** No more is taken under this number: it may be announced again. */
  stop(code: ErrorCode): void {
    if (this.isClosed) return;
    this.link.stop(code);
    this.close();
  }

  /** Has this many lanes made, the first included; those beyond are closed. */
  wantLanes(count: number): void {
    if (count === this.wantedLanes) return;
    this.wantedLanes = count;
    this.lanes.want(count);
  }

  got(fields: Fields): Verdict {
    if (!isSenderType(fields['type'])) return isReceiverType(fields['type']) ? 'bad' : 'unknown';
    const message = readSenderMessage(fields);
    if (message === undefined) return 'bad';
    if (message.type === 'stop') return this.gotStop(message);
    if (message.type === 'manifest') this.by = message.by;
    this.inTurn(() => this.handle(message));
    return 'taken';
  }

  gotFrame(bytes: Uint8Array<ArrayBuffer>, lane: number): Verdict {
    return this.frameReader.got(bytes, lane) ? 'taken' : 'bad';
  }

  onLane(lane: number, isOpen: boolean): void {
    if (isOpen) return this.taker?.onLane(this.lane(lane));
    this.wantedLanes = this.lanes.open.size; // whoever wants it again asks again
    this.taker?.onSourceLost(this.lane(lane));
  }

  onRoundTrip(ms: number): void {
    this.taker?.gotRoundTrip(this, ms);
  }

  onBroken(isBroken: boolean): void {
    this.isBroken = isBroken;
    this.events.onState(this);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.frameReader.close();
    clearTimeout(this.patience);
    for (const lane of this.openLanes) this.taker?.onSourceLost(lane);
    this.taker = undefined;
    this.events.onClosed(this);
  }

  private gotStop(message: StopMessage): Verdict {
    this.close();
    this.events.onStopped(this, message);
    return 'taken';
  }

  private inTurn(act: () => Promise<void>): void {
    this.handling = this.handling.then(act).catch((thrown: unknown) => {
      if (!this.isClosed) this.events.onFault(this, toBeamError(thrown, 'internal'));
    });
  }

  private wait(): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.link.end('connection-lost'), MANIFEST_MS);
  }

  private async handle(message: Exclude<SenderMessage, StopMessage>): Promise<void> {
    if (this.isClosed) return;
    switch (message.type) {
      case 'manifest':
        return this.gotAnnouncement(message);
      case 'page':
        return this.gotPage(message);
      case 'pause':
      case 'resume':
        this.isPaused = message.type === 'pause';
        if (!this.isPaused) for (const lane of this.openLanes) this.taker?.onSourceResumed(lane);
        return this.events.onState(this);
      case 'checking':
        return this.taker?.gotChecking();
      case 'bitfield':
        return this.gotHeld(this.held?.gotBitfield(message));
      case 'have':
        return this.gotHeld(this.held?.gotHave(message.blocks) === true ? message.blocks : undefined);
      case 'given':
        return this.taker?.gotGiven(this, message.blocks);
    }
  }

  private gotHeld(blocks: readonly number[] | undefined): void {
    if (blocks === undefined) throw new BeamError('peer-misbehaved');
    this.taker?.gotHave(this, blocks);
  }

  private async gotAnnouncement(message: ManifestMessage): Promise<void> {
    this.wait();
    if (message.isPart === true) {
      const { head, passOn } = message;
      if (passOn === undefined || blockCount(head.bytes) > MAX_PASSED_ON_BLOCKS) throw new BeamError('peer-misbehaved');
      this.held = new HeldBlocks(blockCount(head.bytes));
    }
    this.start = message.start;
    const known = await this.manifestReceiver.gotAnnouncement(message);
    if (known !== undefined && !this.isClosed) this.gotWhole(known);
  }

  private async gotPage(message: Extract<SenderMessage, { type: 'page' }>): Promise<void> {
    if (this.manifest === undefined) this.wait();
    const manifest = await this.manifestReceiver.gotPage(message);
    if (manifest !== undefined && !this.isClosed) this.gotWhole(manifest);
  }

  private gotWhole(manifest: CheckedManifest): void {
    clearTimeout(this.patience);
    void this.decompression.prepare(manifest.head.bytes); // already: at `accept` it is settled what may come compressed
    this.events.onManifest(this, manifest);
  }
}
