/** One peer that announces a share, as its receiver has it: the checked manifest, and then its blocks. */
import {
  isReceiverType,
  isSenderType,
  readSenderMessage,
  type ReceiverMessage,
  type SenderMessage,
} from '../../protocol/messages/control-message.ts';
import { toBeamError, type BeamError } from '../../protocol/errors.ts';
import { encodeRequest, type Chunk, type Piece, type BlockSignature } from '../../protocol/frame.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Fields } from '../../protocol/parse.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { Token } from '../../rendezvous/token.ts';
import type { LanePeer, PeerLanes, ServiceSession, Verdict } from '../../room/service.ts';
import { ManifestReceiver } from './manifest-receiver.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import { FrameReader } from './frame-reader.ts';
import type { LaneId } from './lane-id.ts';
import { laneId } from './lane-id.ts';
import type { Decompression } from '../compress/decompression.ts';

/** Between two messages of a manifest: the largest page takes less on any line that is of use (8 KB/s). */
const MANIFEST_MS = 15_000;

/** What takes the bytes of a provider, in one step from the lane. */
export interface ChunkTaker {
  gotBlockSignature(source: LaneId, blockSignature: BlockSignature): void;
  gotWithdrawal(source: LaneId, withdrawal: Withdrawal): void;
  /** The payload is good until this returns. */
  gotChunk(source: LaneId, chunk: Chunk): void;
  gotRoundTrip(provider: Provider, ms: number): void;
  /** A lane beside the first is open for requests. */
  onLane(provider: Provider, lane: number): void;
  onSourceLost(source: LaneId): void;
  /** It goes on after a pause. */
  onSourceResumed(source: LaneId): void;
  /** It reads a file once more, and sends nothing meanwhile. */
  gotChecking(): void;
}

export interface ProviderEvents {
  onManifest(provider: Provider, manifest: CheckedManifest): void;
  /** It has paused it, or goes on; or its link is broken, or back. */
  onState(): void;
  /** It broke a rule: its link is to be ended. */
  onFault(provider: Provider, error: BeamError): void;
  /** Its link is gone. */
  onClosed(provider: Provider): void;
}

export class Provider implements ServiceSession {
  /** By hand, on the other side. */
  isPaused = false;
  isBroken = false;
  private taker: ChunkTaker | undefined;
  private wantedLanes = 1;
  private isClosed = false;
  private readonly manifestReceiver: ManifestReceiver;
  /** Control messages are handled one after the other: checking a signature takes a while. */
  private handling: Promise<unknown> = Promise.resolve();
  private readonly frameReader: FrameReader;
  /** Runs between an announcement and its last page. */
  private patience: ReturnType<typeof setTimeout> | undefined;

  readonly peer: PeerId;
  readonly lanes: PeerLanes;
  private readonly link: LanePeer;
  private readonly decompression: Decompression;
  private readonly events: ProviderEvents;

  constructor(link: LanePeer, token: Token, decompression: Decompression, events: ProviderEvents) {
    this.peer = link.id;
    this.link = link;
    this.lanes = link.lanes;
    this.decompression = decompression;
    this.events = events;
    this.manifestReceiver = new ManifestReceiver(token, (first, count) => this.tell({ type: 'pages', first, count }));
    this.frameReader = new FrameReader(decompression, {
      onBlockSignature: (blockSignature, lane) => this.taker?.gotBlockSignature(this.laneId(lane), blockSignature),
      onWithdrawal: (withdrawal, lane) => this.taker?.gotWithdrawal(this.laneId(lane), withdrawal),
      onChunk: (chunk, lane) => this.taker?.gotChunk(this.laneId(lane), chunk),
    });
  }

  /** When it is here and checked. */
  get manifest(): CheckedManifest | undefined {
    return this.manifestReceiver.manifest;
  }

  get roundTripMs(): number | undefined {
    return this.lanes.roundTripMs;
  }

  laneId(lane: number): LaneId {
    return laneId(this.peer, lane);
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
    this.lanes.send(encodeRequest(piece), lane);
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
    this.inTurn(() => this.handle(message));
    return 'taken';
  }

  gotFrame(bytes: Uint8Array<ArrayBuffer>, lane: number): Verdict {
    return this.frameReader.got(bytes, lane) ? 'taken' : 'bad';
  }

  onLane(lane: number, isOpen: boolean): void {
    if (isOpen) return this.taker?.onLane(this, lane);
    this.wantedLanes = this.lanes.open.size; // whoever wants it again asks again
    this.taker?.onSourceLost(this.laneId(lane));
  }

  onRoundTrip(ms: number): void {
    this.taker?.gotRoundTrip(this, ms);
  }

  onBroken(isBroken: boolean): void {
    this.isBroken = isBroken;
    this.events.onState();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.frameReader.close();
    clearTimeout(this.patience);
    for (const lane of this.lanes.open) this.taker?.onSourceLost(this.laneId(lane));
    this.taker = undefined;
    this.events.onClosed(this);
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

  private async handle(message: SenderMessage): Promise<void> {
    if (this.isClosed) return;
    switch (message.type) {
      case 'manifest':
        this.wait();
        return this.manifestReceiver.gotAnnouncement(message);
      case 'page':
        return this.gotPage(message);
      case 'pause':
      case 'resume':
        this.isPaused = message.type === 'pause';
        if (!this.isPaused) for (const lane of this.lanes.open) this.taker?.onSourceResumed(this.laneId(lane));
        return this.events.onState();
      case 'checking':
        return this.taker?.gotChecking();
    }
  }

  private async gotPage(message: Extract<SenderMessage, { type: 'page' }>): Promise<void> {
    if (this.manifest === undefined) this.wait();
    const manifest = await this.manifestReceiver.gotPage(message);
    if (manifest === undefined || this.isClosed) return;
    clearTimeout(this.patience);
    void this.decompression.prepare(manifest.head.bytes); // already: at `accept` it is settled what may come compressed
    this.events.onManifest(this, manifest);
  }
}
