/** The receivers of one share: who greets in its room gets a upload. */
import { Budget } from '../../protocol/budget.ts';
import type { Connections } from '../../connection/connections.ts';
import { toBeamError, type BeamError, type ErrorCode } from '../../protocol/errors.ts';
import { GREETING_BURST, GREETINGS_PER_SECOND, MAX_LOOKING_WITH_LANES } from '../../protocol/limits.ts';
import type { PeerMessage } from '../../protocol/messages/peer-message.ts';
import type { Refusal } from '../../protocol/messages/refusal.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { PageLife } from '../../room/page-life.ts';
import type { Capability } from '../../rendezvous/token.ts';
import { Room } from '../../signaling/room.ts';
import type { Network } from '../../signaling/transport.ts';
import { Upload, type UploadParts } from './upload.ts';
import type { ServedShare } from './served-share.ts';
import type { Compression } from '../compress/compression.ts';
import { tooOld } from './past-receivers.ts';
import { RELAY_WAIT_MS } from '../fetch/provider-pool.ts';
import type { RelayChoice } from '../../connection/relay-choice.ts';
import type { ReceiverView } from './receiver-view.ts';

/** A file that is read once more within this time needs no word; else one goes at this interval. */
const CHECKING_MS = 2000;

/**
 * A browser that makes no more connections may in a moment: two seconds in all, less than a receiver waits for an
 * answer.
 */
const MAKING_TRIES = 9;
const MAKING_AGAIN_MS = 250;

/** A direct path needs no answer about relays: it must not wait for one for long. */
const ICE_WAIT_MS = 500;

export interface UploadsParts {
  /** Of every connection, before the choice. */
  readonly config: RTCConfiguration;
  readonly relayChoice: RelayChoice;
  readonly compression: Compression;
  readonly connections: Connections;
  readonly life: PageLife;
  readonly network: Network;
}

export interface UploadsEvents {
  /** How many more may have it, those included that are under way. */
  mostDownloads(): number;
  onReceipt(): void;
  /** A file cannot be read as it was announced. */
  onDamaged(error: BeamError): void;
  /** The room is closed to us for good. */
  onClosed(error: BeamError): void;
  onState(): void;
  onFigures(): void;
}

export class Uploads {
  /** The latest upload of each peer. */
  private readonly latest = new Map<PeerId, Upload>();
  /** The link that each peer asked for last. */
  private readonly greeted = new Map<PeerId, { readonly link: string; readonly budget: Budget }>();
  private readonly ending = new AbortController();
  private readonly signal: AbortSignal;
  private room: Room | undefined;
  private arrivals = 0;
  private isHeld = false;
  private wasCrowded = false;
  private isWatched = false;
  private refusal: Refusal | undefined;
  private checkingTimer: ReturnType<typeof setTimeout> | undefined;
  isRoomAway = false;
  /** This browser makes no more connections: the last newcomer was sent away. */
  isFull = false;

  private readonly share: ServedShare;
  private readonly parts: UploadsParts;
  private readonly events: UploadsEvents;

  constructor(share: ServedShare, parts: UploadsParts, events: UploadsEvents, signal: AbortSignal) {
    this.share = share;
    this.parts = parts;
    this.events = events;
    this.signal = AbortSignal.any([signal, this.ending.signal]);
    parts.relayChoice.onChange(() => this.gotRelayChoice(), this.signal);
    const { life } = parts;
    life.onOnline(() => {
      this.room?.checkNow();
      for (const upload of this.latest.values()) upload.restart();
    }, this.signal);
    life.onWake(() => {
      this.room?.checkNow();
      for (const upload of this.latest.values()) upload.checkNow();
    }, this.signal);
    this.signal.addEventListener('abort', () => {
      clearTimeout(this.checkingTimer);
      for (const upload of this.latest.values()) upload.close();
    });
  }

  async join(server: string, capability: Capability): Promise<void> {
    this.room = await Room.join(
      { server, network: this.parts.network },
      capability,
      {
        onJoined: (peers) => this.gotPeers(peers),
        onPeerJoined: (peer) => this.latest.get(peer)?.gotPresence(true),
        onPeerLeft: (peer) => this.gotLeft(peer),
        onMessage: (from, message) => this.gotMessage(from, message),
        onAway: () => this.gotAway(true),
        onClosed: (error) => this.events.onClosed(error),
      },
      this.signal,
    );
    const { ice } = this.room;
    ice.onChange(() => {
      for (const upload of this.latest.values()) upload.setIceServers(ice.servers);
    }, this.signal);
  }

  get views(): readonly ReceiverView[] {
    return [...this.latest.values()].map(({ view }) => view);
  }

  /** In the room by plain HTTP, because no WebSocket gets through. */
  get isByHttp(): boolean {
    return this.room?.isByHttp ?? false;
  }

  /** Files that nobody gets any more, in the order of the manifest. */
  get withdrawn(): readonly number[] {
    return this.share.withdrawn.files;
  }

  /** A file is read once more: receivers wait meanwhile, and are told why if it takes long. */
  tellCheckingSoon(): void {
    if (this.checkingTimer !== undefined || this.signal.aborted) return;
    this.checkingTimer = setTimeout(() => {
      this.checkingTimer = undefined;
      if (!this.share.isChecking) return;
      for (const upload of this.latest.values()) upload.tellChecking();
      this.tellCheckingSoon();
    }, CHECKING_MS);
  }

  /** No byte goes out, until `hold(false)`. Links stay open, and newcomers may look at the list. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    for (const upload of this.latest.values()) upload.heldOrReleased();
    this.events.onState();
  }

  get isPaused(): boolean {
    return this.isHeld;
  }

  /** Newcomers are told why there is nothing for them; who has begun may finish. */
  refuse(refusal: Refusal): void {
    this.refusal = refusal;
    for (const upload of this.latest.values()) if (upload.isLooking) upload.cancel(refusal.code);
  }

  /** Somebody looks at the figures of the connections, or no longer does. */
  lookClosely(isWanted: boolean): void {
    this.isWatched = isWanted;
    if (isWanted) for (const upload of this.latest.values()) upload.look();
  }

  /** Leaves the room, and whoever is there. */
  close(): void {
    this.ending.abort();
  }

  cancel(peer: PeerId, code: ErrorCode): void {
    this.latest.get(peer)?.cancel(code);
  }

  cancelAll(code: ErrorCode): void {
    for (const upload of this.latest.values()) upload.cancel(code);
  }

  private gotPeers(peers: readonly PeerId[]): void {
    this.gotAway(false);
    for (const [peer, upload] of this.latest) upload.gotPresence(peers.includes(peer));
    // We may have been away when they greeted: they greet whoever joins, and to them we just did.
  }

  private gotLeft(peer: PeerId): void {
    const upload = this.latest.get(peer);
    upload?.gotPresence(false);
    this.greeted.delete(peer);
    // Who only looked, a preview bot for one, leaves no trace.
    if (upload?.isOver === true && !upload.hasAccepted) this.latest.delete(peer);
    this.events.onState();
  }

  private gotAway(isAway: boolean): void {
    this.isRoomAway = isAway;
    this.events.onState();
  }

  private gotMessage(from: PeerId, message: PeerMessage): void {
    if (message.type === 'refusal') return; // a sender's
    if (message.type !== 'hello') this.latest.get(from)?.got(message);
    else if (message.role === 'receiver') this.gotHello(from, message.link);
  }

  /** Links under way are closed, and their receivers greet again. */
  private gotRelayChoice(): void {
    for (const upload of this.latest.values()) if (upload.isUnderWay) upload.close();
    this.events.onState();
  }

  private gotHello(from: PeerId, link: string): void {
    const begunMs = performance.now();
    const budget = this.greeted.get(from)?.budget ?? new Budget(GREETING_BURST, GREETINGS_PER_SECOND, begunMs);
    // Who broke a rule gets no further attempt, and nobody more of them than it could need.
    if (this.latest.get(from)?.view.error === 'peer-misbehaved' || !budget.spend(begunMs)) return;
    // Its link could not be made, for this browser may use relays only: it may not have heard of that yet.
    const code = this.latest.get(from)?.view.error;
    if (code === 'webrtc-limited' && this.room?.ice.missing === 'relay-none')
      return this.room.send(from, { type: 'end', link, code });
    this.greeted.set(from, { link, budget });
    if (this.refusal === undefined || (this.latest.get(from)?.isTaking ?? false)) void this.greet(from, link, begunMs);
    else this.room?.send(from, { type: 'refusal', link, ...this.refusal });
  }

  /**
   * A connection that cannot be made is told to whom it was for (S8), and is nobody else's concern. Those that were
   * just closed take a moment to go.
   */
  private async delivered(
    from: PeerId,
    link: string,
    earlier: Upload | undefined,
    parts: UploadParts,
  ): Promise<Upload | undefined> {
    for (let tries = 1; this.isAsked(from, link); tries += 1) {
      try {
        const upload = new Upload(from, earlier?.number ?? this.arrivals + 1, link, parts);
        if (earlier === undefined) this.arrivals += 1;
        this.isFull = false;
        return upload;
      } catch (thrown) {
        const { code } = toBeamError(thrown, 'connection-failed');
        this.isFull = code === 'connections-many';
        if (!this.isFull || tries === MAKING_TRIES) {
          this.room?.send(from, { type: 'end', link, code });
          this.events.onState();
          return undefined;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, MAKING_AGAIN_MS));
    }
    return undefined;
  }

  /** It has not greeted again meanwhile. */
  private isAsked(from: PeerId, link: string): boolean {
    return this.greeted.get(from)?.link === link && !this.signal.aborted;
  }

  /** Who has a link and has not begun. */
  private get lookers(): number {
    return [...this.latest.values()].filter(({ isOver, isLooking }) => !isOver && isLooking).length;
  }

  private gotState(): void {
    const isCrowded = this.lookers > MAX_LOOKING_WITH_LANES;
    if (isCrowded !== this.wasCrowded) {
      this.wasCrowded = isCrowded;
      for (const upload of this.latest.values()) upload.tendLanes();
    }
    this.events.onState();
  }

  /** Counts those under way: with one download to go, the second of two at once is too late. */
  private whyNot(peer: PeerId): ErrorCode | undefined {
    const others = [...this.latest.values()].filter((upload) => upload.peer !== peer && upload.isTaking);
    return others.length >= this.events.mostDownloads() ? 'share-used-up' : undefined;
  }

  /** The room was asked for ICE servers when the receiver joined: the answer is here by now, or a moment later. */
  private async greet(from: PeerId, link: string, begunMs: number): Promise<void> {
    const { room } = this;
    const { relayChoice, config } = this.parts;
    const missing = relayChoice.isRelayOnly ? await room?.ice.relay(RELAY_WAIT_MS) : undefined;
    await room?.ice.ready(ICE_WAIT_MS);
    if (!this.isAsked(from, link)) return;
    const { isRelayOnly } = relayChoice;
    const earlier = this.latest.get(from);
    earlier?.close();
    for (const peer of tooOld(this.latest)) this.latest.delete(peer);
    const parts: UploadParts = {
      share: this.share,
      compression: this.parts.compression,
      connections: this.parts.connections,
      config: {
        ...config,
        iceServers: room?.ice.servers ?? [],
        ...(isRelayOnly ? { iceTransportPolicy: 'relay' as const } : {}),
      },
      isReturning:
        earlier?.hasAccepted === true &&
        earlier.view.status !== 'done' &&
        earlier.view.error !== 'cancelled-by-receiver',
      watch: { begunMs, attempt: (earlier?.attempt ?? 0) + 1, isClose: () => this.isWatched },
      isCrowded: () => this.lookers > MAX_LOOKING_WITH_LANES,
      whyNot: () => this.whyNot(from),
      onReceipt: () => this.events.onReceipt(),
      onDamaged: (error) => this.events.onDamaged(error),
      isHeld: () => this.isHeld,
      missingRelay: () => room?.ice.missing,
      send: (to, reply) => room?.send(to, reply),
      onState: () => this.gotState(),
      onFigures: () => this.events.onFigures(),
    };
    const upload = await this.delivered(from, link, earlier, parts);
    if (upload === undefined) return;
    this.latest.set(from, upload);
    if (isRelayOnly && missing !== undefined) upload.giveUp(missing);
    this.events.onState();
  }
}
