/**
 * The peers of a room: who is there, who greets whom, and one link with each that it is to have one with. Everybody in
 * the room has one of these, whatever they give or take. SPEC.md, section S, has the rules.
 */
import type { Connections } from '../connection/connections.ts';
import type { RelayChoice } from '../connection/relay-choice.ts';
import { toBase64url } from '../protocol/base64url.ts';
import { Budget } from '../protocol/budget.ts';
import { isUnreached, toBeamError, type BeamError, type ErrorCode, type RelayCode } from '../protocol/errors.ts';
import {
  GREETING_BURST,
  GREETINGS_PER_SECOND,
  RELINK_BURST,
  MAX_PAST_PEERS,
  RELINKS_PER_SECOND,
} from '../protocol/limits.ts';
import { VERSIONS, versionFit, type Introduction, type Services } from '../protocol/messages/introduction.ts';
import type { HelloMessage, DescriptionMessage, PeerMessage, Preview } from '../protocol/messages/peer-message.ts';
import type { Refusal } from '../protocol/messages/refusal.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { ShareSigner } from '../rendezvous/share-key.ts';
import type { Capability, Token } from '../rendezvous/token.ts';
import { Room } from '../signaling/room.ts';
import type { Network } from '../signaling/transport.ts';
import { isHostFor } from './host-proof.ts';
import { Member } from './member.ts';
import type { PageLife } from './page-life.ts';
import { Peer } from './peer.ts';
import type { PeerService } from './service.ts';

/** An offer that takes longer is not going to come: the peer has nothing to do with us, or is asleep. */
const ANSWER_MS = 4000;
/** Before a peer whose link broke is greeted again. */
const RETRY_MS = 1000;
/** Links to one peer that never were of use, before we say that it cannot be reached. */
const MAX_FAILED_LINKS = 2;
/** One who hides waits that long for a relay: as long as the service behind the room may take, and a little (I8). */
const RELAY_WAIT_MS = 5000;
/** A direct path needs no answer about relays: it must not wait for one for long. */
const ICE_WAIT_MS = 500;
/**
 * A browser that makes no more connections may in a moment: two seconds in all, less than the other side waits for an
 * offer.
 */
const MAKING_TRIES = 9;
const MAKING_AGAIN_MS = 250;
/** Between a link that could not be made and the next greeting of the one who greeted, with time to spare. */
const GREETS_AGAIN_MS = 4000;

export interface RoomPeersParts {
  /** Of every connection, before the choice. */
  readonly config: RTCConfiguration;
  readonly relayChoice: RelayChoice;
  readonly connections: Connections;
  readonly life: PageLife;
  readonly network: Network;
}

/** What this peer is in the room. */
export interface Membership {
  readonly token: Token;
  readonly services: readonly PeerService[];
  /** The founding key: it makes this peer the host. */
  readonly founder?: ShareSigner;
  /** Goes behind an offer of ours (S13). */
  preview?(): Preview | undefined;
  /** Said to newcomers in place of an offer, when there is nothing to be had any more. */
  refusal?(): Refusal | undefined;
  /** It has begun what it may finish, though newcomers are refused. */
  mayFinish?(peer: PeerId): boolean;
  /** It stays in the list when it has left. */
  isRemembered?(peer: PeerId): boolean;
}

export interface Loss {
  /** The other side said so; this side did, for it broke a rule or by hand; or there is no way to it. */
  readonly by: 'peer' | 'here' | 'network';
  readonly code: ErrorCode;
  /** Of the file that it is about. */
  readonly path?: string | undefined;
}

export interface RoomPeersEvents {
  /** Of any peer, or of the room. */
  onState(): void;
  onFigures(): void;
  /** @param link that it was said for */
  onPreview?(from: PeerId, link: string, preview: Preview): void;
  onRefusal?(from: PeerId, refusal: Refusal): void;
  /** A link is over and is not made again by itself. */
  onLost(peer: PeerId, loss: Loss): void;
  /** The room is closed to us for good. */
  onClosed(error: BeamError): void;
}

/** What a link with a peer is like. */
interface LinkKind {
  readonly about: Introduction;
  readonly isHost: boolean;
  readonly isOfferer: boolean;
  /** What we say of ourselves with our offer. */
  readonly introduction?: Introduction;
}

export class RoomPeers {
  isJoined = false;
  /** The room was lost, or could not be entered; not so while the first attempt is on its way. */
  isAway = false;
  /** Some link was open. */
  hadOpenLink = false;
  /** Some link was made without hiding. */
  isAddressTold = false;
  /** This browser makes no more connections: the last newcomer was sent away. */
  isFull = false;
  private readonly members = new Map<PeerId, Member>();
  private room: Room | undefined;
  private isWatched = false;
  /** Hiding, and there was no relay: nobody is answered until there is. */
  private isWithoutRelay = false;
  private readonly begunMs = performance.now();
  private hasJoined = false;
  private arrivals = 0;

  private readonly membership: Membership;
  private readonly parts: RoomPeersParts;
  private readonly events: RoomPeersEvents;
  private readonly signal: AbortSignal;

  constructor(membership: Membership, parts: RoomPeersParts, events: RoomPeersEvents, signal: AbortSignal) {
    this.membership = membership;
    this.parts = parts;
    this.events = events;
    this.signal = signal;
    const { life } = parts;
    life.onOnline(() => {
      this.room?.checkNow();
      this.restart();
    }, signal);
    life.onWake(() => {
      this.room?.checkNow();
      for (const peer of this.peers) peer.checkNow();
    }, signal);
    signal.addEventListener('abort', () => {
      for (const member of this.members.values()) member.stop();
    });
  }

  async join(server: string, capability: Capability): Promise<void> {
    this.room = await Room.join(
      { server, network: this.parts.network },
      capability,
      {
        onJoined: (peers) => this.gotPeers(peers),
        onPeerJoined: (peer) => this.gotJoined(peer),
        onPeerLeft: (peer) => this.gotLeft(peer),
        onMessage: (from, message) => this.gotMessage(from, message),
        onAway: () => this.gotAway(),
        onClosed: (error) => {
          this.gotAway();
          this.events.onClosed(error);
        },
      },
      this.signal,
    );
    const { ice } = this.room;
    ice.onChange(() => {
      for (const peer of this.peers) peer.setIceServers(ice.servers);
      if (this.isWithoutRelay && ice.missing === undefined) this.renew();
    }, this.signal);
  }

  /** In the room by plain HTTP, because no WebSocket gets through. */
  get isByHttp(): boolean {
    return this.room?.isByHttp ?? false;
  }

  /** Why there is no relay, if there is none. */
  get missingRelay(): RelayCode | undefined {
    return this.room?.ice.missing;
  }

  /** In the order of arrival, those included that have left and are still known. */
  get all(): readonly Member[] {
    return [...this.members.values()];
  }

  get(id: PeerId): Member | undefined {
    return this.members.get(id);
  }

  /** With whom there is a link, or one is being made. */
  get peers(): readonly Peer[] {
    return this.all.flatMap(({ peer }) => (peer?.isLiving === true ? [peer] : []));
  }

  /** Somebody was greeted and may answer, or is greeted again in a moment. */
  get isGreeting(): boolean {
    return this.all.some(({ isGreeted }) => isGreeted);
  }

  lookClosely(isWanted: boolean): void {
    this.isWatched = isWanted;
    if (isWanted) for (const peer of this.peers) peer.look();
  }

  /** It broke a rule: told why, and neither greeted nor answered again. */
  ban(id: PeerId, code: ErrorCode): void {
    const member = this.member(id);
    member.isBanned = true;
    member.forgetGreeting();
    if (member.peer?.isLiving === true) member.peer.end(code);
    this.events.onState();
  }

  /** Ends all links and says why. Those who are there are greeted again: people may still write to each other. */
  endAll(code: ErrorCode): void {
    for (const member of this.members.values()) {
      member.peer?.end(code);
      member.clear();
    }
    this.greetAll();
  }

  /** Looks for another way under the same links. */
  restart(): void {
    for (const peer of this.peers) peer.restart();
  }

  /** The same under those that are broken. */
  restartBroken(): void {
    for (const peer of this.peers) if (peer.linkState === 'broken') peer.restart();
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
    for (const member of this.members.values()) member.clear();
    this.greetAll();
    this.events.onState();
  }

  /** Links under way are made anew. */
  renewWhere(isMeant: (peer: Peer) => boolean): void {
    for (const { peer, id } of this.all) {
      if (peer?.isLiving !== true || !isMeant(peer)) continue;
      this.members.get(id)?.clear();
      void this.greet(id);
    }
    this.events.onState();
  }

  // --- who is there -------------------------------------------------------------------------------------------------

  private member(id: PeerId): Member {
    const known = this.members.get(id);
    if (known !== undefined) return known;
    this.forgetOldest();
    const member = new Member(id, new Budget(GREETING_BURST, GREETINGS_PER_SECOND, performance.now()), relinkBudget());
    this.members.set(id, member);
    return member;
  }

  /** The list must not grow with everybody who comes and goes. */
  private forgetOldest(): void {
    const past = this.all.filter(({ isPresent, peer }) => !isPresent && peer?.isLiving !== true);
    for (const { id } of past.slice(0, Math.max(0, past.length - MAX_PAST_PEERS + 1))) this.members.delete(id);
  }

  private gotPeers(ids: readonly PeerId[]): void {
    this.isJoined = true;
    this.isAway = false;
    for (const member of this.members.values()) member.gotPresence(ids.includes(member.id));
    for (const id of ids) this.member(id).gotPresence(true);
    // For those who were there before us, opening the link was the beginning.
    const begunMs = this.hasJoined ? performance.now() : this.begunMs;
    this.hasJoined = true;
    for (const id of ids) if (!this.hasLink(id)) void this.greet(id, begunMs);
    this.events.onState();
  }

  /** The newcomer greets. One that is back may not have heard what it was greeted with. */
  private gotJoined(id: PeerId): void {
    const member = this.member(id);
    member.gotPresence(true);
    if (member.greeting !== undefined) void this.sayHello(member, member.greeting.link);
    this.events.onState();
  }

  private gotLeft(id: PeerId): void {
    const member = this.members.get(id);
    if (member === undefined) return;
    member.gotPresence(false);
    member.forgetGreeting();
    // Who only looked, a preview bot for one, leaves no trace.
    if (member.peer?.isLiving !== true && !member.isBanned && this.membership.isRemembered?.(id) !== true)
      this.members.delete(id);
    this.events.onState();
  }

  private gotAway(): void {
    this.isJoined = false;
    this.isAway = true;
    this.events.onState();
  }

  /** A link that lives outlasts the room's socket: who has one is not greeted again. */
  private hasLink(id: PeerId): boolean {
    return this.members.get(id)?.peer?.isLiving === true;
  }

  // --- greeting -----------------------------------------------------------------------------------------------------

  private greetAll(): void {
    for (const member of this.members.values()) if (member.isPresent) void this.greet(member.id);
  }

  private async about(link: string): Promise<Introduction> {
    const { founder, services } = this.membership;
    const named: Services = Object.fromEntries(services.map(({ name, version }) => [name, version]));
    const host = this.room && (await founder?.signHost(this.room.self, link));
    return { versions: VERSIONS, services: named, ...(host ? { host } : {}) };
  }

  private async greet(id: PeerId, begunMs = performance.now()): Promise<void> {
    const member = this.members.get(id);
    if (member?.isPresent !== true || member.isBanned || this.signal.aborted) return;
    const link = toBase64url(crypto.getRandomValues(new Uint8Array(8)));
    member.greeted(link, begunMs, ANSWER_MS, () => this.events.onState());
    this.events.onState();
    await this.sayHello(member, link);
  }

  private async sayHello(member: Member, link: string): Promise<void> {
    const about = await this.about(link);
    if (member.greeting?.link === link) this.room?.send(member.id, { type: 'hello', link, role: 'receiver', about });
  }

  private gotMessage(from: PeerId, message: PeerMessage): void {
    switch (message.type) {
      case 'hello':
        return this.gotHello(from, message);
      case 'refusal':
        return this.gotRefusal(from, message.link, message);
      case 'preview':
        if (this.members.get(from)?.peer?.isLiving === true) this.events.onPreview?.(from, message.link, message);
        return;
      case 'end':
        if (isUnreached(message.code) && this.takeGreeting(from, message.link) !== undefined)
          return this.gotUnreached(from, message.code);
        return this.members.get(from)?.peer?.got(message);
      case 'description':
        if (message.kind === 'offer' && message.lane === 0) void this.gotOffer(from, message);
        else this.members.get(from)?.got(message);
        return;
      case 'candidate':
        return this.members.get(from)?.got(message);
    }
  }

  /**
   * When what led to our greeting began, if the link is the one that we greeted by; it is answered then. A late answer
   * counts no more.
   */
  private takeGreeting(from: PeerId, link: string): number | undefined {
    const member = this.members.get(from);
    const greeting = member?.greeting;
    if (member === undefined || greeting?.link !== link) return undefined;
    member.forgetGreeting();
    return greeting.begunMs;
  }

  /** It cannot answer our greeting. */
  private gotUnreached(from: PeerId, code: ErrorCode): void {
    const member = this.member(from);
    member.unreached = code;
    this.number(member);
    this.events.onLost(from, { by: 'network', code });
    this.events.onState();
  }

  private gotRefusal(from: PeerId, link: string, refusal: Refusal): void {
    if (this.takeGreeting(from, link) === undefined) return;
    this.events.onRefusal?.(from, refusal);
    this.events.onState();
  }

  /** Its offer answers our greeting, and is the first message for its link; its candidates wait for it. */
  private async gotOffer(from: PeerId, message: DescriptionMessage): Promise<void> {
    const { link, about } = message;
    const member = this.members.get(from);
    if (member?.peer?.isLiving === true && member.greeting?.link !== link) return member.peer.got(message); // renegotiation
    const begunMs = this.takeGreeting(from, link);
    if (member === undefined || begunMs === undefined) return;
    const fit = versionFit(about?.versions);
    if (about === undefined || fit !== 'same') return this.tellMisfit(from, link, fit);
    member.hold(message);
    const isHost = await isHostFor(about.host, this.membership.token, from, link);
    if (!member.isHeld(link) || this.signal.aborted) return;
    // An address is told with every link: who is neither host nor has one to show learns none.
    if (!isHost && this.membership.founder === undefined) {
      member.release();
      return this.ban(from, 'peer-misbehaved');
    }
    const peer = await this.link(member, link, begunMs, { about, isHost, isOfferer: false }, () => member.isHeld(link));
    if (peer !== undefined && this.parts.relayChoice.isRelayOnly) void this.watchRelay(from);
    for (const each of member.release()) peer?.got(each);
    this.events.onState();
  }

  /** A page of another version: each side says so in words. */
  private tellMisfit(to: PeerId, link: string, fit: 'same' | 'older' | 'newer'): void {
    // Version 1 shows its reader nothing but that: "load the page again on both sides".
    this.room?.send(to, { type: 'end', link, code: 'signaling-failed' });
    this.gotUnreached(to, fit === 'newer' ? 'outdated' : 'peer-outdated');
  }

  private gotHello(from: PeerId, hello: HelloMessage): void {
    if (hello.role === 'sender' || this.signal.aborted) return;
    const member = this.member(from);
    member.gotPresence(true);
    // Who broke a rule gets no further attempt, and nobody more of them than it could need.
    if (member.isBanned || !member.greetings.spend(performance.now())) return;
    const { about } = hello;
    const fit = versionFit(about?.versions);
    if (about === undefined || fit !== 'same') return this.tellMisfit(from, hello.link, fit);
    // It says it again, not knowing that it was heard.
    if (member.answering === hello.link || member.peer?.linkId === hello.link) return;
    if (member.greeting !== undefined && !this.answersFirst(from, about)) return;
    const { failure } = member.peer ?? {};
    // Its link could not be made, for this browser may use relays only: it may not have heard of that yet.
    if (failure === 'webrtc-limited' && this.missingRelay === 'relay-none')
      return this.room?.send(from, { type: 'end', link: hello.link, code: failure });
    const refusal = this.membership.refusal?.();
    if (refusal !== undefined && this.membership.mayFinish?.(from) !== true)
      return this.room?.send(from, { type: 'refusal', link: hello.link, ...refusal });
    void this.answer(member, hello.link, about);
  }

  /** Both have said hello at once. The host answers; between two guests the one with the lesser id does. */
  private answersFirst(other: PeerId, about: Introduction): boolean {
    if (this.membership.founder !== undefined) return true;
    return about.host === undefined && this.room !== undefined && this.room.self < other;
  }

  /** The room was asked for ICE servers when the peer joined: the answer is here by now, or a moment later. */
  private async answer(member: Member, link: string, about: Introduction): Promise<void> {
    const begunMs = performance.now();
    const { id } = member;
    member.answering = link;
    const { relayChoice } = this.parts;
    const { founder, token } = this.membership;
    const isHost = await isHostFor(about.host, token, id, link);
    if (!isHost && founder === undefined) return; // a guest tells its address to the host alone
    member.forgetGreeting();
    const missing = relayChoice.isRelayOnly ? await this.room?.ice.relay(RELAY_WAIT_MS) : undefined;
    await this.room?.ice.ready(ICE_WAIT_MS);
    const introduction = await this.about(link);
    const kind = { about, isHost, isOfferer: true, introduction };
    const peer = await this.link(member, link, begunMs, kind, () => member.answering === link);
    if (peer !== undefined && relayChoice.isRelayOnly && missing !== undefined) peer.giveUp(missing);
    this.events.onState();
  }

  // --- links --------------------------------------------------------------------------------------------------------

  private get config(): RTCConfiguration {
    const { config, relayChoice } = this.parts;
    const iceServers = this.room?.ice.servers ?? [];
    return { ...config, iceServers, ...(relayChoice.isRelayOnly ? { iceTransportPolicy: 'relay' as const } : {}) };
  }

  /**
   * A connection that cannot be made is told to the one it was for (S8), and is nobody else's concern. Those that were
   * just closed take a moment to go. @param isWanted nothing else has happened with this member
   */
  private async link(
    member: Member,
    linkId: string,
    begunMs: number,
    kind: LinkKind,
    isWanted: () => boolean,
  ): Promise<Peer | undefined> {
    for (let tries = 1; isWanted() && !this.signal.aborted; tries += 1) {
      try {
        const peer = this.makePeer(member, linkId, begunMs, kind);
        this.isFull = false;
        member.linked(peer);
        return peer;
      } catch (thrown) {
        const { code } = toBeamError(thrown, 'connection-failed');
        this.isFull = code === 'connections-many';
        if (!this.isFull || tries === MAKING_TRIES) {
          this.gotUnmade(member, linkId, kind, code);
          return undefined;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, MAKING_AGAIN_MS));
    }
    return undefined;
  }

  private gotUnmade(member: Member, link: string, kind: LinkKind, code: ErrorCode): void {
    this.room?.send(member.id, { type: 'end', link, code });
    if (this.waits(kind) || !this.relink(member, false)) this.events.onLost(member.id, { by: 'network', code });
    this.events.onState();
  }

  private makePeer(member: Member, linkId: string, begunMs: number, kind: LinkKind): Peer {
    const { id } = member;
    const { connections, relayChoice } = this.parts;
    const { introduction, ...rest } = kind;
    member.closePeer();
    let hasPreview = false;
    const attempt = member.attempts + 1;
    const peer = new Peer(id, {
      ...rest,
      linkId,
      config: this.config,
      services: this.membership.services,
      connections,
      watch: { begunMs, attempt, isClose: () => this.isWatched, onChange: () => this.events.onFigures() },
      missingRelay: () => this.missingRelay,
      send: (message) => {
        const isOffer = introduction !== undefined && message.type === 'description' && message.kind === 'offer';
        this.room?.send(id, isOffer && message.lane === 0 ? { ...message, about: introduction } : message);
        const preview = isOffer && !hasPreview ? this.membership.preview?.() : undefined;
        if (preview === undefined) return;
        hasPreview = true;
        this.room?.send(id, { type: 'preview', link: linkId, ...preview });
      },
      onState: (each) => this.gotState(member, each),
    });
    member.attempts = attempt;
    this.number(member);
    if (!relayChoice.isRelayOnly) this.isAddressTold = true;
    return peer;
  }

  private number(member: Member): void {
    if (member.number === 0) member.number = this.arrivals += 1;
  }

  private gotState(member: Member, peer: Peer): void {
    if (member.peer !== peer) return; // another link has taken its place
    if (peer.linkState === 'open' && peer.isLiving) this.hadOpenLink = true;
    if (peer.failure !== undefined) this.gotEnd(member, peer, peer.failure);
    else if (peer.linkState === 'closed') this.gotClosed(member, peer);
    this.events.onState();
  }

  /** By either side's word. */
  private gotEnd(member: Member, peer: Peer, code: ErrorCode): void {
    if (!member.tellsEnd(peer)) return;
    if (code === 'peer-misbehaved' && !peer.isEndedByPeer) member.isBanned = true;
    // A service has given up waiting: another link may do better.
    if (code === 'connection-lost' && !peer.isEndedByPeer && this.relink(member, false)) return;
    const by = peer.isEndedByPeer ? 'peer' : peer.wasOpen ? 'here' : 'network';
    this.events.onLost(member.id, { by, code, path: peer.endPath });
  }

  /** A link that is lost is made anew by a guest; between two guests by the one who had greeted. The other one waits. */
  private waits({ isHost, isOfferer }: Pick<Peer, 'isHost' | 'isOfferer'>): boolean {
    return this.membership.founder !== undefined || (!isHost && isOfferer);
  }

  /** Without a word. */
  private gotClosed(member: Member, peer: Peer): void {
    if (this.signal.aborted || !member.tellsEnd(peer)) return;
    const code = peer.diagnose();
    if (!member.isPresent) return; // it is greeted when it comes back
    peer.failure = undefined; // not yet: it is tried again
    // Another attempt of one that may use relays only has no other way.
    const isWithoutWay = code === 'webrtc-limited' && this.missingRelay === 'relay-none';
    const waits = this.waits(peer);
    if (waits && !peer.wasOpen && member.attempts === 1 && !isWithoutWay)
      return member.later(GREETS_AGAIN_MS, () => this.lose(member, peer, code));
    if (!waits && !isWithoutWay && this.relink(member, peer.hasServed)) return;
    // By the room: the other side need not find out by itself.
    if (isWithoutWay || !waits) {
      const told = code === 'relay-required' ? (this.missingRelay ?? 'relay-unavailable') : code;
      this.room?.send(member.id, { type: 'end', link: peer.linkId, code: told });
    }
    this.lose(member, peer, code);
  }

  private lose(member: Member, peer: Peer, code: ErrorCode): void {
    if (member.peer !== peer) return;
    peer.failure ??= code; // unless the other side has said something better meanwhile
    this.events.onLost(member.id, { by: 'network', code: peer.failure });
    this.events.onState();
  }

  /** Greets again in a moment. False when the peer cannot be reached, or keeps us at it. */
  private relink(member: Member, wasOfUse: boolean): boolean {
    member.failedLinks = wasOfUse ? 0 : member.failedLinks + 1;
    if (member.failedLinks >= MAX_FAILED_LINKS || !member.relinks.spend(performance.now())) return false;
    member.later(RETRY_MS, () => {
      void this.greet(member.id);
      this.events.onState();
    });
    return true;
  }

  /** Without a relay, one who hides has no way to the peer: both sides are to know soon. */
  private async watchRelay(id: PeerId): Promise<void> {
    const missing = await this.room?.ice.relay(RELAY_WAIT_MS);
    const peer = this.members.get(id)?.peer;
    if (
      missing === undefined ||
      peer?.isLiving !== true ||
      peer.linkState === 'open' ||
      !this.parts.relayChoice.isRelayOnly ||
      this.signal.aborted
    )
      return;
    this.isWithoutRelay = true;
    peer.giveUp(missing);
  }
}

const relinkBudget = (): Budget => new Budget(RELINK_BURST, RELINKS_PER_SECOND, performance.now());
