/**
 * One peer that announces the share, as the receiver sees it: its link, its checked manifest, and then its blocks.
 */
import {
  parseSenderMessage,
  type ReceiverMessage,
  type SenderMessage,
} from '../../protocol/messages/control-message.ts';
import { BeamError, toBeamError, type ErrorCode, type RelayCode } from '../../protocol/errors.ts';
import { encodeRequest, type Chunk, type Piece, type BlockSignature } from '../../protocol/frame.ts';
import { LEAST_MESSAGE_BYTES } from '../../protocol/limits.ts';
import type { LinkMessage, PeerMessage, Preview } from '../../protocol/messages/peer-message.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { Connections } from '../../connection/connections.ts';
import type { LaneState } from '../../connection/lane.ts';
import { PeerLink } from '../../connection/peer-link.ts';
import { visibleName } from '../../protocol/visible-name.ts';
import type { Token } from '../../rendezvous/token.ts';
import { ManifestReceiver } from './manifest-receiver.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import { FrameReader } from './frame-reader.ts';
import { PathWatch, type PathWatchParts } from '../../connection/path-watch.ts';
import type { ConnectionView } from '../../connection/connection-view.ts';
import type { Decompression } from '../compress/decompression.ts';

/** Between two messages of a manifest: the largest page takes less on any line that is of use (8 KB/s). */
const MANIFEST_MS = 15_000;

export interface ProviderParts {
  readonly token: Token;
  readonly decompression: Decompression;
  readonly connections: Connections;
  readonly watch: PathWatchParts;
}

export interface ProviderEvents {
  send(to: PeerId, message: PeerMessage): void;
  onLinkState(provider: Provider, state: LaneState): void;
  /** The manifest that it announced ahead of its link (S13), checked: to be shown. */
  onPreview(provider: Provider, manifest: CheckedManifest): void;
  onManifest(provider: Provider, manifest: CheckedManifest): void;
  onBlockSignature(provider: Provider, blockSignature: BlockSignature, lane: number): void;
  onWithdrawal(provider: Provider, withdrawal: Withdrawal, lane: number): void;
  onChunk(provider: Provider, chunk: Chunk, lane: number): void;
  onRoundTrip(provider: Provider, ms: number): void;
  /** A lane beside the first is open for requests, or not any more. */
  onLane(provider: Provider, lane: number, isOpen: boolean): void;
  /** The sender has paused it, or goes on: see `isPaused`. */
  onPaused(provider: Provider): void;
  /** The sender reads a file once more, and sends nothing meanwhile. */
  onChecking(): void;
  /** The sender ends it. */
  onEnd(provider: Provider, error: BeamError): void;
  /** It broke a rule: the caller closes it. */
  onFault(provider: Provider, error: BeamError): void;
}

export class Provider {
  linkState: LaneState = 'connecting';
  wasOpen = false;
  /** By hand, on the other side. */
  isPaused = false;
  /** Those that are open. The first one counts as open: a request on it is lost with the link. */
  readonly lanes = new Set([0]);
  private wantedLanes = 1;
  private readonly link: PeerLink;
  private readonly path: PathWatch;
  private readonly manifestReceiver: ManifestReceiver;
  private hasPreview = false;
  /** Control messages are handled one after the other: checking a signature takes a while. */
  private handling: Promise<unknown> = Promise.resolve();
  private readonly frameReader: FrameReader;
  /** Runs from the opening of the link until the manifest is here: who says nothing is no sender. */
  private patience: ReturnType<typeof setTimeout> | undefined;

  readonly peer: PeerId;
  private readonly parts: ProviderParts;
  private readonly events: ProviderEvents;

  constructor(peer: PeerId, linkId: string, config: RTCConfiguration, parts: ProviderParts, events: ProviderEvents) {
    this.peer = peer;
    this.parts = parts;
    this.events = events;
    this.link = new PeerLink(
      linkId,
      config,
      false,
      {
        send: (message) => events.send(peer, message),
        onState: (state) => this.gotLinkState(state),
        onStep: (step) => this.path.gotStep(step),
        onControl: (text) => this.gotControl(text),
        onLane: (lane, isOpen) => this.gotLane(lane, isOpen),
        onFrame: (bytes, lane) => this.frameReader.got(bytes, lane),
        onDrain: () => {},
        onRoundTrip: (ms) => events.onRoundTrip(this, ms),
      },
      parts.connections,
    );
    this.path = new PathWatch(this.link, parts.watch);
    this.manifestReceiver = new ManifestReceiver(parts.token, (first, count) =>
      this.tell({ type: 'pages', first, count }),
    );
    this.frameReader = new FrameReader(parts.decompression, {
      onBlockSignature: (blockSignature, lane) => events.onBlockSignature(this, blockSignature, lane),
      onWithdrawal: (withdrawal, lane) => events.onWithdrawal(this, withdrawal, lane),
      onChunk: (chunk, lane) => events.onChunk(this, chunk, lane),
      onFault: () => events.onFault(this, new BeamError('peer-misbehaved')),
    });
  }

  /** When it is here and checked. */
  get manifest(): CheckedManifest | undefined {
    return this.manifestReceiver.manifest;
  }

  get connection(): ConnectionView {
    return this.path.view;
  }

  get roundTripMs(): number | undefined {
    return this.path.roundTripMs;
  }

  look(): void {
    void this.path.look();
  }

  /** Why its link, which is closed, could not be made or was lost. */
  diagnose(isPartnerThere: boolean, missingRelay: RelayCode | undefined): ErrorCode {
    return this.path.diagnose(isPartnerThere, missingRelay);
  }

  /** This side hides, and has no relay: there is an offer, and no way that it would take. */
  giveUp(): ErrorCode {
    this.path.gotStep('described');
    this.close();
    return this.path.diagnose(true, undefined, 'relay-required');
  }

  got(message: LinkMessage): void {
    if (message.link !== this.link.id) return;
    if (message.type === 'end') this.events.onEnd(this, endError(message));
    else if (message.type === 'preview') this.gotPreview(message);
    else this.link.got(message);
  }

  gotPresence(isThere: boolean): void {
    this.link.gotPresence(isThere);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    this.link.setIceServers(iceServers);
  }

  restart(): void {
    this.link.restart();
  }

  /** See PeerLink. */
  checkNow(): void {
    this.link.checkNow();
  }

  /**
   * @param bytes that are here already, of those that are wanted
   * @param wanted bytes of the files that were chosen; undefined for the whole share
   */
  accept(bytes: number, wanted?: number): void {
    const choice = wanted === undefined ? {} : { wanted };
    this.tell({ type: 'accept', bytes, takesCompressed: this.frameReader.begin(), ...choice });
  }

  tell(message: ReceiverMessage): void {
    this.link.sendControl(message);
  }

  request(piece: Piece, lane: number): void {
    this.link.sendFrame(encodeRequest(piece), lane);
  }

  get receivedBytes(): number {
    return this.link.traffic.receivedBytes;
  }

  /** See PeerLink. */
  probe(intervalMs: number | undefined): void {
    this.link.probe(intervalMs);
  }

  /** Has this many lanes made, the first included; those beyond are closed. */
  wantLanes(count: number): void {
    if (count === this.wantedLanes) return;
    this.wantedLanes = count;
    this.link.wantLanes(count);
  }

  /** Says why by both ways, the channel and the room, and closes. */
  end(error: BeamError): void {
    this.tell({ type: 'end', code: error.code });
    this.events.send(this.peer, { type: 'end', link: this.link.id, code: error.code });
    this.close();
  }

  close(): void {
    this.path.stop();
    this.frameReader.close();
    clearTimeout(this.patience);
    this.link.close();
  }

  private gotLinkState(state: LaneState): void {
    this.linkState = state;
    if (state === 'open' && !this.wasOpen) {
      this.wasOpen = true;
      if (this.link.mostMessageBytes() < LEAST_MESSAGE_BYTES)
        return this.events.onFault(this, new BeamError('messages-small'));
      this.wait();
    }
    if (state === 'closed') clearTimeout(this.patience);
    this.events.onLinkState(this, state);
  }

  private gotControl(text: string): void {
    if (this.linkState === 'closed') return;
    const message = parseSenderMessage(text);
    if (message === undefined) return this.events.onFault(this, new BeamError('peer-misbehaved'));
    if (this.manifest === undefined) this.wait();
    this.inTurn(() => this.handle(message));
  }

  private inTurn(act: () => Promise<void>): void {
    this.handling = this.handling
      .then(act)
      .catch((thrown: unknown) => this.events.onFault(this, toBeamError(thrown, 'internal')));
  }

  /** One: others do not even wait for their turn. */
  private gotPreview(preview: Preview): void {
    if (this.hasPreview) return;
    this.hasPreview = true;
    this.inTurn(async () => {
      const manifest = await this.manifestReceiver.gotPreview(preview);
      if (manifest === undefined) return;
      void this.parts.decompression.prepare(manifest.head.bytes); // already: at `accept` it is settled what may come compressed
      this.events.onPreview(this, manifest);
    });
  }

  private wait(): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.link.close(), MANIFEST_MS);
  }

  private async handle(message: SenderMessage): Promise<void> {
    switch (message.type) {
      case 'manifest':
        return this.manifestReceiver.gotAnnouncement(message);
      case 'page':
        return this.gotPage(message);
      case 'path':
        return this.path.gotReport(message);
      case 'pause':
      case 'resume':
        this.isPaused = message.type === 'pause';
        return this.events.onPaused(this);
      case 'checking':
        return this.events.onChecking();
      case 'end':
        return this.events.onEnd(this, endError(message));
    }
  }

  private async gotPage(message: Extract<SenderMessage, { type: 'page' }>): Promise<void> {
    const manifest = await this.manifestReceiver.gotPage(message);
    if (manifest === undefined) return;
    clearTimeout(this.patience);
    void this.parts.decompression.prepare(manifest.head.bytes);
    this.events.onManifest(this, manifest);
  }

  private gotLane(lane: number, isOpen: boolean): void {
    if (isOpen) this.lanes.add(lane);
    else {
      this.lanes.delete(lane);
      this.wantedLanes = this.lanes.size; // whoever wants it again asks again
    }
    this.events.onLane(this, lane, isOpen);
  }
}

const endError = ({ code, path }: { code: ErrorCode; path?: string }): BeamError =>
  new BeamError(code, path === undefined ? {} : { figures: { path: visibleName(path) } });
