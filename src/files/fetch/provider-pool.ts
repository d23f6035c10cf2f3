/**
 * The peers of a room as a receiver needs them: greets who may be the sender, keeps a provider for each that answers.
 */
import type { Connections } from '../../connection/connections.ts';
import { BeamError, isUnreached, toBeamError, type ErrorCode } from '../../protocol/errors.ts';
import type { ReceiverMessage } from '../../protocol/messages/control-message.ts';
import type { Chunk, BlockSignature } from '../../protocol/frame.ts';
import type { PeerMessage } from '../../protocol/messages/peer-message.ts';
import type { Refusal } from '../../protocol/messages/refusal.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { PageLife } from '../../room/page-life.ts';
import { ShareVerifier } from '../../rendezvous/share-key.ts';
import type { Capability, Token } from '../../rendezvous/token.ts';
import { Room } from '../../signaling/room.ts';
import type { Network } from '../../signaling/transport.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import { Greetings } from '../../room/greeting.ts';
import { laneId, type LaneId } from './lane-id.ts';
import { Provider } from './provider.ts';
import { Providers } from './providers.ts';
import type { Decompression } from '../compress/decompression.ts';
import { factsOf, type ProviderFacts } from './provider-facts.ts';
import type { ConnectionView } from '../../connection/connection-view.ts';
import type { RelayChoice } from '../../connection/relay-choice.ts';

/**
 * One who hides waits that long for a relay: as long as the service behind the room may take, and a little (SPEC.md,
 * I8).
 */
export const RELAY_WAIT_MS = 5000;

export interface ProviderPoolParts {
  /** Of every connection, before the choice. */
  readonly config: RTCConfiguration;
  readonly relayChoice: RelayChoice;
  readonly decompression: Decompression;
  readonly connections: Connections;
  readonly life: PageLife;
  readonly network: Network;
}

export interface ProviderPoolEvents {
  /** The manifest that a peer announced ahead of its link (S13), checked. */
  onPreview(manifest: CheckedManifest): void;
  /** A provider's manifest is here and checked. False when it is not the share that we know: it is banned. */
  onManifest(provider: Provider, manifest: CheckedManifest): boolean;
  onBlockSignature(source: LaneId, blockSignature: BlockSignature): void;
  onWithdrawal(source: LaneId, withdrawal: Withdrawal): void;
  onChunk(source: LaneId, chunk: Chunk): void;
  /** Of a probe. */
  onRoundTrip(provider: Provider, ms: number): void;
  /** A further lane of a provider. */
  onSource(provider: Provider, lane: number): void;
  /** It is gone, for whatever reason. */
  onSourceLost(source: LaneId): void;
  /** A sender reads a file once more, and sends nothing meanwhile. */
  onChecking(): void;
  /** It goes on after a pause. */
  onSourceResumed(source: LaneId): void;
  /** Nobody is left: the last one ended the share, broke a rule, cannot be reached, or the room is closed to us. */
  onNoProvider(error: BeamError): void;
  onState(): void;
  onFigures(): void;
}

export class ProviderPool {
  private readonly providers: Providers;
  private readonly greetings: Greetings;
  private room: Room | undefined;
  private isJoined = false;
  private isAway = false;
  /** The person has cancelled, or everything is here: no links, until `resume`. */
  private isIdle = false;
  /** Somebody has shown to be the sender. */
  private hasManifest = false;
  /** Hiding, and there was no relay: nobody is answered until there is. */
  private isWithoutRelay = false;
  /** Some link was made without hiding. */
  isAddressTold = false;
  private isWatched = false;
  private hadOpenLink = false;
  private readonly begunMs = performance.now();
  private hasJoined = false;
  /** Links there were to each peer. */
  private readonly attempts = new Map<PeerId, number>();
  /** Of the last link that could not be made. */
  private failed: ConnectionView | undefined;

  private readonly token: Token;
  private readonly parts: ProviderPoolParts;
  private readonly events: ProviderPoolEvents;
  private readonly signal: AbortSignal;

  constructor(token: Token, parts: ProviderPoolParts, events: ProviderPoolEvents, signal: AbortSignal) {
    this.token = token;
    this.parts = parts;
    this.events = events;
    this.signal = signal;
    this.providers = new Providers((source) => events.onSourceLost(source));
    this.greetings = new Greetings(
      (peer, link) => this.room?.send(peer, { type: 'hello', link, role: 'receiver' }),
      () => events.onState(),
      signal,
    );
    const { life } = parts;
    life.onOnline(() => {
      this.room?.checkNow();
      this.restart();
    }, signal);
    life.onWake(() => {
      this.room?.checkNow();
      this.providers.checkNow();
    }, signal);
    signal.addEventListener('abort', () => this.providers.close());
  }

  async join(server: string, capability: Capability): Promise<void> {
    this.room = await Room.join(
      { server, network: this.parts.network },
      capability,
      {
        onJoined: (peers) => this.gotPeers(peers),
        onPeerJoined: (peer) => {
          this.greetings.gotJoined(peer);
          this.providers.get(peer)?.gotPresence(true);
          this.greet(peer);
        },
        onPeerLeft: (peer) => {
          this.greetings.gotLeft(peer);
          this.providers.get(peer)?.gotPresence(false);
          this.events.onState();
        },
        onMessage: (from, message) => this.gotMessage(from, message),
        onAway: () => this.gotAway(),
        onClosed: (error) => {
          this.gotAway();
          this.reportNoProvider(error);
        },
      },
      this.signal,
    );
    const { ice } = this.room;
    ice.onChange(() => {
      this.providers.setIceServers(ice.servers);
      if (this.isWithoutRelay && ice.missing === undefined) this.renew();
    }, this.signal);
  }

  get facts(): ProviderFacts {
    const { isJoined, isAway, hadOpenLink } = this;
    return factsOf(this.providers.all, { isJoined, isAway, hadOpenLink, isGreeting: this.greetings.isWaiting });
  }

  /** In the room by plain HTTP, because no WebSocket gets through. */
  get isByHttp(): boolean {
    return this.room?.isByHttp ?? false;
  }

  /** Of the link that carries the bytes, or is about to; else of the one that failed; undefined without any. */
  get connection(): ConnectionView | undefined {
    return this.providers.connection ?? this.failed;
  }

  lookClosely(isWanted: boolean): void {
    this.isWatched = isWanted;
    if (isWanted) this.providers.look();
  }

  /** Those whose manifest is checked. */
  get sources(): readonly Provider[] {
    return this.providers.sources;
  }

  get(peer: PeerId): Provider | undefined {
    return this.providers.get(peer);
  }

  tellAll(message: ReceiverMessage): void {
    this.providers.tellAll(message);
  }

  /** It broke a rule: told why, and never greeted again. */
  ban(peer: PeerId, error: BeamError): void {
    this.greetings.ban(peer);
    const provider = this.providers.get(peer);
    if (provider === undefined) return;
    this.providers.forget(provider);
    provider.end(error);
    // A stranger, while we know the share and wait for its sender, is no reason to give up.
    if (provider.manifest !== undefined || !this.hasManifest) this.reportNoProvider(error);
  }

  /** Ends all links and says why; stays in the room. */
  pause(code: ErrorCode): void {
    this.isIdle = true;
    for (const provider of this.providers.all) {
      this.providers.forget(provider);
      provider.end(new BeamError(code));
    }
  }

  /** Looks for another way under the same links. */
  restart(): void {
    this.providers.restart();
  }

  /** The same under those that are broken. */
  restartIce(): void {
    this.providers.restartIce();
  }

  /**
   * No byte has come for too long: a link that does not know yet that it is dead is replaced, and the room's as well.
   */
  refresh(): void {
    this.room?.checkNow();
    this.renew();
  }

  /** Other links in place of those that there are, made as the person wants them now. */
  renew(): void {
    this.isWithoutRelay = false;
    for (const provider of this.providers.all) {
      this.providers.forget(provider);
      provider.close();
    }
    if (!this.isIdle) this.greetings.greetAll();
    this.events.onState();
  }

  /** Greets everyone again, if it was paused. */
  resume(): void {
    if (!this.isIdle) return;
    this.isIdle = false;
    this.greetings.greetAll();
  }

  private gotPeers(peers: readonly PeerId[]): void {
    this.isJoined = true;
    this.isAway = false;
    this.greetings.gotPeers(peers);
    for (const provider of this.providers.all) provider.gotPresence(peers.includes(provider.peer));
    // For those who were there before us, opening the link was the beginning.
    const begunMs = this.hasJoined ? performance.now() : this.begunMs;
    this.hasJoined = true;
    for (const peer of peers) this.greet(peer, begunMs);
    this.events.onState();
  }

  private gotAway(): void {
    this.isJoined = false;
    this.isAway = true;
    this.events.onState();
  }

  /** A link that lives outlasts the room's socket: who has one is not greeted again. */
  private greet(peer: PeerId, begunMs = performance.now()): void {
    if (!this.isIdle && this.providers.get(peer) === undefined) this.greetings.greet(peer, begunMs);
  }

  private gotMessage(from: PeerId, message: PeerMessage): void {
    if (message.type === 'hello') return; // another receiver's
    if (message.type === 'end' && isUnreached(message.code) && this.greetings.take(from, message.link) !== undefined)
      return this.reportNoProvider(new BeamError(message.code));
    if (message.type === 'refusal') return void this.gotRefusal(from, message.link, message);
    if (message.type === 'description' && message.kind === 'offer') {
      const begunMs = this.greetings.take(from, message.link);
      if (begunMs !== undefined) this.add(from, message.link, begunMs);
    }
    this.providers.get(from)?.got(message);
  }

  private add(peer: PeerId, link: string, begunMs: number): void {
    const { events } = this;
    const { isRelayOnly } = this.parts.relayChoice;
    const config: RTCConfiguration = {
      ...this.parts.config,
      iceServers: this.room?.ice.servers ?? [],
      ...(isRelayOnly ? { iceTransportPolicy: 'relay' } : {}),
    };
    if (isRelayOnly) void this.watchRelay(peer);
    else this.isAddressTold = true;
    const attempt = (this.attempts.get(peer) ?? 0) + 1;
    this.attempts.set(peer, attempt);
    this.failed = undefined;
    const watch = { begunMs, attempt, isClose: () => this.isWatched, onChange: () => events.onFigures() };
    const provider = this.linked(
      peer,
      link,
      () =>
        new Provider(
          peer,
          link,
          config,
          { token: this.token, decompression: this.parts.decompression, connections: this.parts.connections, watch },
          {
            send: (to, message) => this.room?.send(to, message),
            onLinkState: (provider, state) => {
              if (state === 'open') this.hadOpenLink = true;
              if (state === 'closed') this.gotLinkClosed(provider);
              events.onState();
            },
            onPreview: (provider, manifest) => {
              if (this.providers.has(provider)) events.onPreview(manifest);
            },
            onManifest: (provider, manifest) => {
              this.hasManifest = true;
              if (!events.onManifest(provider, manifest)) this.ban(provider.peer, new BeamError('manifest-bad'));
            },
            onBlockSignature: (provider, blockSignature, lane) =>
              events.onBlockSignature(laneId(provider.peer, lane), blockSignature),
            onWithdrawal: (provider, withdrawal, lane) => events.onWithdrawal(laneId(provider.peer, lane), withdrawal),
            onChunk: (provider, chunk, lane) => events.onChunk(laneId(provider.peer, lane), chunk),
            onRoundTrip: (provider, ms) => events.onRoundTrip(provider, ms),
            onLane: (provider, lane, isOpen) => {
              if (!this.providers.has(provider)) return;
              if (isOpen) events.onSource(provider, lane);
              else events.onSourceLost(laneId(provider.peer, lane));
            },
            onChecking: () => events.onChecking(),
            onEnd: (provider, error) => this.gotEnd(provider, error),
            onPaused: (provider) => {
              if (!provider.isPaused)
                for (const lane of provider.lanes) events.onSourceResumed(laneId(provider.peer, lane));
              events.onState();
            },
            onFault: (provider, error) => this.ban(provider.peer, error),
          },
        ),
    );
    if (provider !== undefined) this.providers.add(provider);
    events.onState();
  }

  /** A connection that cannot be made ends this attempt on both sides, and is tried once more in a moment. */
  private linked(peer: PeerId, link: string, make: () => Provider): Provider | undefined {
    try {
      return make();
    } catch (thrown) {
      const error = toBeamError(thrown, 'connection-failed');
      this.room?.send(peer, { type: 'end', link, code: error.code });
      if (!this.greetings.retry(peer, false)) this.reportNoProvider(error);
      return undefined;
    }
  }

  private gotLinkClosed(provider: Provider): void {
    const isPresent = this.greetings.isPresent(provider.peer);
    const { missing } = this.room?.ice ?? {};
    const code = provider.diagnose(isPresent, missing);
    if (!this.providers.forget(provider) || this.signal.aborted || !isPresent) return;
    // A link that opened and brought no manifest is as good as none. Another attempt of one that may use relays only
    // has no other way.
    const isWithoutWay = code === 'webrtc-limited' && missing === 'relay-none';
    if (!isWithoutWay && this.greetings.retry(provider.peer, provider.manifest !== undefined)) return;
    // By the room: the other side need not find out by itself.
    this.giveUp(provider, code, code === 'relay-required' ? (missing ?? 'relay-unavailable') : code);
  }

  /** Without a relay, one who hides has no way to the peer: both sides are to know soon. */
  private async watchRelay(peer: PeerId): Promise<void> {
    const missing = await this.room?.ice.relay(RELAY_WAIT_MS);
    const provider = this.providers.get(peer);
    if (
      missing === undefined ||
      provider === undefined ||
      provider.linkState === 'open' ||
      !this.parts.relayChoice.isRelayOnly ||
      this.signal.aborted
    )
      return;
    this.isWithoutRelay = true;
    this.providers.forget(provider);
    this.giveUp(provider, provider.giveUp(), missing);
  }

  /** @param told what the other side hears of it */
  private giveUp(provider: Provider, code: ErrorCode, told: ErrorCode): void {
    this.failed = provider.connection;
    provider.end(new BeamError(told));
    this.reportNoProvider(new BeamError(code));
  }

  /** Signed by the share's key, or it is nothing: everybody with the link can seal. */
  private async gotRefusal(from: PeerId, link: string, refusal: Refusal): Promise<void> {
    if (this.greetings.take(from, link) === undefined) return;
    const verifier = await ShareVerifier.fromPublicKey(refusal.key, this.token).catch(() => undefined);
    if ((await verifier?.hasSignedRefusal(refusal)) !== true) return this.events.onState(); // it is not waited for any more
    this.greetings.ban(from);
    this.reportNoProvider(new BeamError(refusal.code));
  }

  /** Only one that has shown itself to be the sender can end the share. */
  private gotEnd(provider: Provider, error: BeamError): void {
    const isSender = provider.manifest !== undefined;
    if (!isSender && isUnreached(error.code)) {
      this.providers.forget(provider);
      provider.close();
      return this.reportNoProvider(error);
    }
    this.greetings.ban(provider.peer);
    this.providers.forget(provider);
    provider.close();
    if (isSender) this.reportNoProvider(error);
  }

  private reportNoProvider(error: BeamError): void {
    if (this.providers.isEmpty) this.events.onNoProvider(error);
  }
}
