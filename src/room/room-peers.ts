/**
 * The peers of a room: who is there (roster.ts), who greets whom (greeter.ts), and one link with each that it is to have
 * one with (peer-links.ts). Everybody in the room has one of these, whatever they give or take. SPEC.md, sections S and
 * V, have the rules.
 */
import { isUnreached, type ErrorCode, type RelayCode } from '../protocol/errors.ts';
import type { PeerMessage } from '../protocol/messages/peer-message.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Capability } from '../rendezvous/token.ts';
import { Room } from '../signaling/room.ts';
import { Greeter } from './greeter.ts';
import { LazyGuests } from './lazy-guests.ts';
import type { Member } from './member.ts';
import type { Membering, Membership, RoomPeersEvents, RoomPeersParts } from './membership.ts';
import { PeerLinks } from './peer-links.ts';
import type { Peer } from './peer.ts';
import { Roster } from './roster.ts';

export class RoomPeers {
  isJoined = false;
  /** The room was lost, or could not be entered; not so while the first attempt is on its way. */
  isAway = false;
  private readonly roster = new Roster();
  private readonly links: PeerLinks;
  private readonly greeter: Greeter;
  private room: Room | undefined;
  private readonly begunMs = performance.now();
  private hasJoined = false;
  private readonly guests: LazyGuests;

  private readonly membership: Membership;
  private readonly parts: RoomPeersParts;
  private readonly events: RoomPeersEvents;
  private readonly signal: AbortSignal;

  constructor(membership: Membership, parts: RoomPeersParts, events: RoomPeersEvents, signal: AbortSignal) {
    this.membership = membership;
    this.parts = parts;
    this.signal = signal;
    this.events = {
      ...events,
      onState: () => {
        events.onState();
        this.guests.loaded?.tend();
      },
    };
    const { roster } = this;
    this.guests = new LazyGuests(() => own, {
      greet: (member, part) => void this.greeter.greet(member.id, performance.now(), part),
      giveUp: (member, code) => this.greeter.gotUnreached(member.id, code),
    });
    const { guests } = this;
    const own: Membering = { membership, parts, events: this.events, signal, roster, guests, room: () => this.room };
    this.links = new PeerLinks(own, (member) => void this.greeter.greet(member.id));
    this.greeter = new Greeter(own, this.links, (from) => this.ban(from, 'peer-misbehaved'));
    if (membership.founder !== undefined) void guests.load(); // its word goes along with its greetings
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
      for (const member of this.roster.all) member.stop();
    });
  }

  async join(server: string, capability: Capability): Promise<void> {
    const { network, identity } = this.parts;
    this.room = await Room.join(
      { server, network, identity, isHost: this.membership.founder !== undefined },
      capability,
      {
        onJoined: (peers, hosts) => this.gotPeers(peers, hosts),
        onPeers: (peers) => this.gotMore(peers),
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
      if (this.links.isWithoutRelay && ice.missing === undefined) this.renew();
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
    return this.roster.all;
  }

  get(id: PeerId): Member | undefined {
    return this.roster.get(id);
  }

  /** With whom there is a link, or one is being made. */
  get peers(): readonly Peer[] {
    return this.roster.peers;
  }

  /** Some link was open. */
  get hadOpenLink(): boolean {
    return this.links.hadOpenLink;
  }

  /** Some link was made without hiding. */
  get isAddressTold(): boolean {
    return this.links.isAddressTold;
  }

  /** This browser makes no more connections: the last newcomer was sent away. */
  get isFull(): boolean {
    return this.links.isFull;
  }

  /** Somebody was greeted and may answer, or is greeted again in a moment. */
  get isGreeting(): boolean {
    return this.all.some(({ isGreeted }) => isGreeted);
  }

  /**
   * This peer takes part from now on: links with guests that do as well, where the host allows it. Until then it only
   * looks, and has a link with the host alone, or with one guest while the host does not answer.
   */
  takePart(): void {
    if (!this.hasTakenPart) this.guests.wish({ hasTakenPart: true });
  }

  get hasTakenPart(): boolean {
    return this.guests.wishes.hasTakenPart;
  }

  /** No link with any guest, and an end to those that there are. */
  setOnlyHost(isOnlyHost: boolean): void {
    if (isOnlyHost !== this.isOnlyHost) this.guests.wish({ isOnlyHost });
  }

  get isOnlyHost(): boolean {
    return this.guests.wishes.isOnlyHost;
  }

  /** For the host alone: whether guests of its room may link with each other. They may until it says otherwise. */
  allowGuests(isAllowed: boolean): void {
    if (isAllowed !== this.guests.wishes.isAllowed) this.guests.wish({ isAllowed });
  }

  /** As the host has said last; not before a guest has heard it. */
  get areGuestsAllowed(): boolean {
    const { loaded, wishes } = this.guests;
    return this.membership.founder === undefined ? loaded?.word?.isAllowed === true : wishes.isAllowed;
  }

  lookClosely(isWanted: boolean): void {
    this.links.isWatched = isWanted;
    if (isWanted) for (const peer of this.peers) peer.look();
  }

  /** It broke a rule: told why, and neither greeted nor answered again. */
  ban(id: PeerId, code: ErrorCode): void {
    const member = this.roster.member(id);
    member.isBanned = true;
    member.forgetGreeting();
    if (member.peer?.isLiving === true) member.peer.end(code);
    this.events.onState();
  }

  /** Ends all links and says why. Those who are there are greeted again: people may still write to each other. */
  endAll(code: ErrorCode): void {
    for (const member of this.roster.all) {
      member.peer?.end(code);
      member.clear();
    }
    this.greeter.greetAll();
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
    this.links.isWithoutRelay = false;
    for (const member of this.roster.all) member.clear();
    this.greeter.greetAll();
    this.events.onState();
  }

  /** Links under way are made anew. */
  renewWhere(isMeant: (peer: Peer) => boolean): void {
    for (const { peer, id } of this.all) {
      if (peer?.isLiving !== true || !isMeant(peer)) continue;
      this.roster.get(id)?.clear();
      void this.greeter.greet(id);
    }
    this.events.onState();
  }

  // --- who is there -------------------------------------------------------------------------------------------------

  private gotPeers(ids: readonly PeerId[], hosts: readonly PeerId[]): void {
    this.isJoined = true;
    this.isAway = false;
    // Of others that we have links with we know as much as before. They may not be back yet themselves, or we are not
    // told of them: when one that is gone is spoken to, the room says so.
    for (const member of this.roster.all)
      member.gotPresence(ids.includes(member.id) || (member.isPresent && this.roster.hasLink(member.id)));
    // For those who were there before us, opening the link was the beginning.
    const begunMs = this.hasJoined ? performance.now() : this.begunMs;
    this.hasJoined = true;
    for (const id of hosts) this.roster.member(id).isHost = true;
    this.meet(ids, begunMs);
  }

  /** Others that are there as well. */
  private gotMore(ids: readonly PeerId[]): void {
    this.guests.loaded?.gotMore(ids.length);
    this.meet(ids, performance.now());
  }

  private meet(ids: readonly PeerId[], begunMs: number): void {
    for (const id of ids) this.roster.member(id).gotPresence(true);
    for (const id of ids) if (!this.roster.hasLink(id)) this.greeter.meet(id, begunMs);
    this.events.onState();
  }

  /** The newcomer greets. One that is back may not have heard what it was greeted with. */
  private gotJoined(id: PeerId): void {
    const member = this.roster.member(id);
    member.gotPresence(true);
    member.isTried = true;
    if (member.greeting !== undefined) void this.greeter.sayHello(member, member.greeting.link);
    this.events.onState();
  }

  private gotLeft(id: PeerId): void {
    const member = this.roster.get(id);
    if (member === undefined) return;
    member.gotPresence(false);
    member.forgetGreeting();
    // Who only looked, a preview bot for one, leaves no trace.
    if (member.peer?.isLiving !== true && !member.isBanned && this.membership.isRemembered?.(id) !== true)
      this.roster.forget(id);
    this.events.onState();
  }

  private gotAway(): void {
    this.isJoined = false;
    this.isAway = true;
    this.events.onState();
  }

  /** Behind an offer that is still looked at it waits for the link. */
  private gotPreview(from: PeerId, message: Extract<PeerMessage, { type: 'preview' }>): void {
    const member = this.roster.get(from);
    if (member?.isHeld(message.link) === true) member.got(message);
    else if (member?.peer?.isLiving === true) this.events.onPreview?.(from, message.link, message);
  }

  private gotMessage(from: PeerId, message: PeerMessage): void {
    switch (message.type) {
      case 'hello':
        return this.greeter.gotHello(from, message);
      case 'busy':
        return this.greeter.gotBusy(from, message.link);
      case 'refusal':
        return this.greeter.gotRefusal(from, message.link, message);
      case 'preview':
        return this.gotPreview(from, message);
      case 'end':
        if (isUnreached(message.code) && this.greeter.takeGreeting(from, message.link) !== undefined)
          return this.greeter.gotUnreached(from, message.code);
        return this.roster.get(from)?.peer?.got(message);
      case 'description':
        if (message.kind === 'offer' && message.lane === 0) void this.greeter.gotOffer(from, message);
        else this.roster.get(from)?.got(message);
        return;
      case 'candidate':
        return this.roster.get(from)?.got(message);
    }
  }
}
