/** The links with the peers of a room: made, watched, made anew, and given up. */
import { toBeamError, type ErrorCode } from '../protocol/errors.ts';
import { MAX_GUEST_LINKS, MAX_PEER_LINKS } from '../protocol/limits.ts';
import type { Introduction } from '../protocol/messages/introduction.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Member } from './member.ts';
import type { Loss, Membering } from './membership.ts';
import { Peer } from './peer.ts';

/** Before a peer whose link broke is greeted again. */
const RETRY_MS = 1000;
/** Links to one peer that never were of use, before we say that it cannot be reached. */
const MAX_FAILED_LINKS = 2;
/** One who hides waits that long for a relay: as long as the service behind the room may take, and a little (I8). */
export const RELAY_WAIT_MS = 5000;
/**
 * A browser that makes no more connections may in a moment: two seconds in all, less than the other side waits for an
 * offer.
 */
const MAKING_TRIES = 9;
const MAKING_AGAIN_MS = 250;
/** Between a link that could not be made and the next greeting of the one who greeted, with time to spare. */
const GREETS_AGAIN_MS = 4000;

/** What a link with a peer is like. */
interface LinkKind {
  readonly about: Introduction;
  readonly isHost: boolean;
  readonly isOfferer: boolean;
  /** What we say of ourselves with our offer. */
  readonly introduction?: Introduction;
}

export class PeerLinks {
  /** Some link was open. */
  hadOpenLink = false;
  /** Some link was made without hiding. */
  isAddressTold = false;
  /** This browser makes no more connections: the last newcomer was sent away. */
  isFull = false;
  /** Hiding, and there was no relay: nobody is answered until there is. */
  isWithoutRelay = false;
  /** Somebody looks at the figures. */
  isWatched = false;

  private readonly own: Membering;
  private readonly onGreetAgain: (member: Member) => void;

  constructor(own: Membering, onGreetAgain: (member: Member) => void) {
    this.own = own;
    this.onGreetAgain = onGreetAgain;
  }

  private get config(): RTCConfiguration {
    const { config, relayChoice } = this.own.parts;
    const iceServers = this.own.room()?.ice.servers ?? [];
    return { ...config, iceServers, ...(relayChoice.isRelayOnly ? { iceTransportPolicy: 'relay' as const } : {}) };
  }

  /**
   * A connection that cannot be made is told to the one it was for (S8), and is nobody else's concern. Those that were
   * just closed take a moment to go. @param isWanted nothing else has happened with this member
   */
  async link(
    member: Member,
    linkId: string,
    begunMs: number,
    kind: LinkKind,
    isWanted: () => boolean,
  ): Promise<Peer | undefined> {
    if (isWanted() && !kind.isHost && this.isTaken(member)) {
      this.own.room()?.send(member.id, { type: 'busy', link: linkId });
      return undefined;
    }
    for (let tries = 1; isWanted() && !this.own.signal.aborted; tries += 1) {
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

  /** There are as many links as there may be, without one of this member. */
  private isTaken(member: Member): boolean {
    const most = this.own.membership.founder === undefined ? MAX_GUEST_LINKS : MAX_PEER_LINKS;
    return this.own.roster.peers.filter(({ id, isHost }) => id !== member.id && !isHost).length >= most;
  }

  private gotUnmade(member: Member, link: string, kind: LinkKind, code: ErrorCode): void {
    this.own.room()?.send(member.id, { type: 'end', link, code });
    if (this.waits(kind) || !this.relink(member, false)) this.tellLost(member, kind, { by: 'network', code });
    this.own.events.onState();
  }

  private makePeer(member: Member, linkId: string, begunMs: number, kind: LinkKind): Peer {
    const { id } = member;
    const { connections, relayChoice } = this.own.parts;
    const { introduction, ...rest } = kind;
    member.closePeer();
    let hasPreview = false;
    const attempt = member.attempts + 1;
    const peer = new Peer(id, {
      ...rest,
      linkId,
      config: this.config,
      services: this.own.membership.services,
      connections,
      watch: { begunMs, attempt, isClose: () => this.isWatched, onChange: () => this.own.events.onFigures() },
      missingRelay: () => this.own.room()?.ice.missing,
      onWord: (each, word) => void this.own.guests.load().then((guests) => guests?.gotWord(member, each, word)),
      send: (message) => {
        const isOffer = introduction !== undefined && message.type === 'description' && message.kind === 'offer';
        this.own.room()?.send(id, isOffer && message.lane === 0 ? { ...message, about: introduction } : message);
        const preview = isOffer && !hasPreview ? this.own.membership.preview?.() : undefined;
        if (preview === undefined) return;
        hasPreview = true;
        this.own.room()?.send(id, { type: 'preview', link: linkId, ...preview });
      },
      onState: (each) => this.gotState(member, each),
    });
    member.attempts = attempt;
    this.own.roster.number(member);
    if (!relayChoice.isRelayOnly) this.isAddressTold = true;
    return peer;
  }

  private gotState(member: Member, peer: Peer): void {
    if (member.peer !== peer) return; // another link has taken its place
    if (peer.linkState === 'open' && peer.isLiving) this.hadOpenLink = true;
    if (peer.failure !== undefined) this.gotEnd(member, peer, peer.failure);
    else if (peer.linkState === 'closed') this.gotClosed(member, peer);
    this.own.events.onState();
  }

  /** By either side's word. */
  private gotEnd(member: Member, peer: Peer, code: ErrorCode): void {
    if (!member.tellsEnd(peer)) return;
    if (code === 'peer-misbehaved' && !peer.isEndedByPeer) member.isBanned = true;
    // A service has given up waiting: another link may do better.
    if (code === 'connection-lost' && !peer.isEndedByPeer && this.relink(member, false)) return;
    const by = peer.isEndedByPeer ? 'peer' : peer.wasOpen ? 'here' : 'network';
    this.tellLost(member, peer, { by, code, path: peer.endPath });
  }

  /** Guests come and go: that one has lost another is no news to anybody. */
  private tellLost(member: Member, { isHost }: Pick<Peer, 'isHost'>, loss: Loss): void {
    const isGuests = !isHost && this.own.membership.founder === undefined;
    if (!isGuests || loss.by !== 'network') this.own.events.onLost(member.id, loss);
  }

  /** A link that is lost is made anew by a guest; between two guests by the one who had greeted. The other one waits. */
  private waits({ isHost, isOfferer }: Pick<Peer, 'isHost' | 'isOfferer'>): boolean {
    return this.own.membership.founder !== undefined || (!isHost && isOfferer);
  }

  /** Without a word. */
  private gotClosed(member: Member, peer: Peer): void {
    if (this.own.signal.aborted || !member.tellsEnd(peer)) return;
    const code = peer.diagnose();
    if (!member.isPresent) return; // it is greeted when it comes back
    peer.failure = undefined; // not yet: it is tried again
    // Another attempt of one that may use relays only has no other way.
    const isWithoutWay = code === 'webrtc-limited' && this.own.room()?.ice.missing === 'relay-none';
    const waits = this.waits(peer);
    if (waits && !peer.wasOpen && member.attempts === 1 && !isWithoutWay)
      return member.later(GREETS_AGAIN_MS, () => this.lose(member, peer, code));
    if (!waits && !isWithoutWay && this.relink(member, peer.hasServed)) return;
    // By the room: the other side need not find out by itself.
    if (isWithoutWay || !waits) {
      const told = code === 'relay-required' ? (this.own.room()?.ice.missing ?? 'relay-unavailable') : code;
      this.own.room()?.send(member.id, { type: 'end', link: peer.linkId, code: told });
    }
    this.lose(member, peer, code);
  }

  private lose(member: Member, peer: Peer, code: ErrorCode): void {
    if (member.peer !== peer) return;
    peer.failure ??= code; // unless the other side has said something better meanwhile
    this.tellLost(member, peer, { by: 'network', code: peer.failure });
    this.own.events.onState();
  }

  /** Greets again in a moment. False when the peer cannot be reached, or keeps us at it. */
  private relink(member: Member, wasOfUse: boolean): boolean {
    member.failedLinks = wasOfUse ? 0 : member.failedLinks + 1;
    if (member.failedLinks >= MAX_FAILED_LINKS || !member.relinks.spend(performance.now())) return false;
    member.later(RETRY_MS, () => {
      this.onGreetAgain(member);
      this.own.events.onState();
    });
    return true;
  }

  /** Without a relay, one who hides has no way to the peer: both sides are to know soon. */
  async watchRelay(id: PeerId): Promise<void> {
    const missing = await this.own.room()?.ice.relay(RELAY_WAIT_MS);
    const peer = this.own.roster.get(id)?.peer;
    if (
      missing === undefined ||
      peer?.isLiving !== true ||
      peer.linkState === 'open' ||
      !this.own.parts.relayChoice.isRelayOnly ||
      this.own.signal.aborted
    )
      return;
    this.isWithoutRelay = true;
    peer.giveUp(missing);
  }
}
