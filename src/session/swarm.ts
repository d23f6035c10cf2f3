/** The peers of a room as a receiver needs them: greets who may be the sender, keeps a supplier for each that answers. */
import { BeamError, type ErrorCode } from '../protocol/errors.ts';
import type { ReceiverMessage } from '../protocol/control-message.ts';
import type { Chunk, Proof } from '../protocol/frame.ts';
import type { PeerMessage } from '../protocol/peer-message.ts';
import type { PeerId } from '../protocol/room-message.ts';
import type { Capability, Token } from '../share/token.ts';
import { Room } from '../signaling/room.ts';
import { Greetings } from './greeting.ts';
import { Supplier, type CheckedManifest } from './supplier.ts';
import type { ConnectionView } from './view.ts';

export interface SwarmEvents {
  /** A supplier's manifest is here and checked. False when it is not the share that we know: it is banned. */
  onManifest(supplier: Supplier, manifest: CheckedManifest): boolean;
  onProof(source: PeerId, proof: Proof): void;
  onChunk(source: PeerId, chunk: Chunk): void;
  /** It is gone, for whatever reason. */
  onSourceLost(source: PeerId): void;
  /** Nobody is left: the last one ended the share, broke a rule, cannot be reached, or the room is closed to us. */
  onHopeless(error: BeamError): void;
  onState(): void;
  onFigures(): void;
}

export interface SwarmFacts {
  /** In the room, at the moment. */
  readonly isJoined: boolean;
  /** Somebody was greeted and may answer. */
  readonly isGreeting: boolean;
  readonly isConnecting: boolean;
  readonly hasOpenLink: boolean;
  readonly hasBrokenLink: boolean;
}

export class Swarm {
  private readonly suppliers = new Map<PeerId, Supplier>();
  private readonly greetings: Greetings;
  private room: Room | undefined;
  private isJoined = false;
  /** The person has cancelled, or everything is here: no links, until `resume`. */
  private isIdle = false;

  constructor(private readonly token: Token, private readonly config: RTCConfiguration, private readonly events: SwarmEvents, private readonly signal: AbortSignal) {
    this.greetings = new Greetings(
      (peer, link) => this.room?.send(peer, { type: 'hello', link, role: 'receiver' }),
      () => events.onState(),
      signal,
    );
    signal.addEventListener('abort', () => this.closeAll());
  }

  async join(server: string, capability: Capability): Promise<void> {
    this.room = await Room.join(server, capability, {
      onJoined: (peers) => this.gotPeers(peers),
      onPeerJoined: (peer) => {
        this.greetings.gotJoined(peer);
        this.suppliers.get(peer)?.gotPresence(true);
        this.greet(peer);
      },
      onPeerLeft: (peer) => {
        this.greetings.gotLeft(peer);
        this.suppliers.get(peer)?.gotPresence(false);
        this.events.onState();
      },
      onMessage: (from, message) => this.gotMessage(from, message),
      onAway: () => this.gotAway(),
      onClosed: (error) => {
        this.gotAway();
        if (this.suppliers.size === 0) this.events.onHopeless(error);
      },
    }, this.signal);
  }

  get facts(): SwarmFacts {
    const states = [...this.suppliers.values()].map(({ linkState }) => linkState);
    return {
      isJoined: this.isJoined,
      isGreeting: this.greetings.isWaiting,
      isConnecting: states.includes('connecting') || states.includes('securing'),
      hasOpenLink: states.includes('open'),
      hasBrokenLink: states.includes('broken'),
    };
  }

  /** In the room by plain HTTP, because no WebSocket gets through. */
  get isByHttp(): boolean {
    return this.room?.isByHttp ?? false;
  }

  /** Of the link that carries the bytes, or is about to; undefined without any. */
  get connection(): ConnectionView | undefined {
    const all = [...this.suppliers.values()];
    return (all.find(({ linkState }) => linkState === 'open') ?? all[0])?.connection;
  }

  /** Those whose manifest is checked. */
  get sources(): readonly Supplier[] {
    return [...this.suppliers.values()].filter(({ manifest }) => manifest !== undefined);
  }

  get(peer: PeerId): Supplier | undefined {
    return this.suppliers.get(peer);
  }

  tellAll(message: ReceiverMessage): void {
    for (const supplier of this.sources) supplier.tell(message);
  }

  /** It broke a rule: told why, and never greeted again. */
  ban(peer: PeerId, error: BeamError): void {
    this.greetings.ban(peer);
    const supplier = this.suppliers.get(peer);
    if (supplier === undefined) return;
    this.forget(supplier);
    supplier.end(error);
    this.despair(error);
  }

  /** Ends all links and says why; stays in the room. */
  pause(code: ErrorCode): void {
    this.isIdle = true;
    for (const supplier of this.suppliers.values()) {
      this.forget(supplier);
      supplier.end(new BeamError(code));
    }
  }

  /** Greets everyone again, if it was paused. */
  resume(): void {
    if (!this.isIdle) return;
    this.isIdle = false;
    this.greetings.greetAll();
  }

  private gotPeers(peers: readonly PeerId[]): void {
    this.isJoined = true;
    this.greetings.gotPeers(peers);
    for (const supplier of this.suppliers.values()) supplier.gotPresence(peers.includes(supplier.peer));
    for (const peer of peers) this.greet(peer);
    this.events.onState();
  }

  private gotAway(): void {
    this.isJoined = false;
    this.events.onState();
  }

  /** A link that lives outlasts the room's socket: who has one is not greeted again. */
  private greet(peer: PeerId): void {
    if (!this.isIdle && !this.suppliers.has(peer)) this.greetings.greet(peer);
  }

  private gotMessage(from: PeerId, message: PeerMessage): void {
    if (message.type === 'hello') return; // another receiver's
    if (message.type === 'description' && message.kind === 'offer' && this.greetings.take(from, message.link)) this.add(from, message.link);
    this.suppliers.get(from)?.got(message);
  }

  private add(peer: PeerId, link: string): void {
    const { events } = this;
    this.suppliers.set(peer, new Supplier(peer, link, this.config, this.token, {
      send: (to, message) => this.room?.send(to, message),
      onLinkState: (supplier, state) => {
        if (state === 'closed') this.gotLinkClosed(supplier);
        events.onState();
      },
      onManifest: (supplier, manifest) => {
        if (!events.onManifest(supplier, manifest)) this.ban(supplier.peer, new BeamError('manifest-bad'));
      },
      onProof: ({ peer: source }, proof) => events.onProof(source, proof),
      onChunk: ({ peer: source }, chunk) => events.onChunk(source, chunk),
      onEnd: (supplier, error) => this.gotEnd(supplier, error),
      onFault: (supplier, error) => this.ban(supplier.peer, error),
      onFigures: () => events.onFigures(),
    }));
    events.onState();
  }

  private gotLinkClosed(supplier: Supplier): void {
    if (!this.forget(supplier) || this.signal.aborted || !this.greetings.isPresent(supplier.peer)) return;
    if (!this.greetings.retry(supplier.peer, supplier.wasOpen)) this.despair(new BeamError('connection-failed'));
  }

  /** Only one that has shown itself to be the sender can end the share. */
  private gotEnd(supplier: Supplier, error: BeamError): void {
    const isSender = supplier.manifest !== undefined;
    this.greetings.ban(supplier.peer);
    this.forget(supplier);
    supplier.close();
    if (isSender) this.despair(error);
  }

  private despair(error: BeamError): void {
    if (this.suppliers.size === 0) this.events.onHopeless(error);
  }

  /** False when another link has taken its place. */
  private forget(supplier: Supplier): boolean {
    if (this.suppliers.get(supplier.peer) !== supplier) return false;
    this.suppliers.delete(supplier.peer);
    this.events.onSourceLost(supplier.peer);
    return true;
  }

  private closeAll(): void {
    for (const supplier of this.suppliers.values()) supplier.close();
  }
}
