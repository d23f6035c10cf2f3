/** Who greets whom, and who answers (SPEC.md, S5, S6, V1, V5). */
import { toBase64url } from '../protocol/base64url.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import {
  VERSIONS,
  versionFit,
  type Introduction,
  type Part,
  type Services,
} from '../protocol/messages/introduction.ts';
import type { DescriptionMessage, HelloMessage } from '../protocol/messages/peer-message.ts';
import type { Refusal } from '../protocol/messages/refusal.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import { isHostFor } from './host-proof.ts';
import type { Greeting, Member } from './member.ts';
import type { Membering } from './membership.ts';
import type { OfferVerdict } from './guest-links.ts';
import { RELAY_WAIT_MS, type PeerLinks } from './peer-links.ts';

/** An offer that takes longer is not going to come: the peer has nothing to do with us, or is asleep. */
const ANSWER_MS = 4000;
/** A direct path needs no answer about relays: it must not wait for one for long. */
const ICE_WAIT_MS = 500;

/**
 * Until a peer that has no room for a link is greeted again. It doubles each time, and is spread: all of a large room may
 * have come at once.
 */
export const BUSY_RETRY_MS = 10_000;
const MOST_BUSY_DOUBLINGS = 5;

export class Greeter {
  private readonly own: Membering;
  private readonly links: PeerLinks;
  private readonly onForged: (from: PeerId) => void;

  /** @param onForged its offer does not come from the host */
  constructor(own: Membering, links: PeerLinks, onForged: (from: PeerId) => void) {
    this.own = own;
    this.links = links;
    this.onForged = onForged;
  }

  greetAll(): void {
    for (const { id } of this.own.roster.all) this.meet(id);
  }

  /** Of guests that take part only as many are greeted as links are wanted (GuestLinks). */
  meet(id: PeerId, begunMs = performance.now()): void {
    const isHost = this.own.roster.get(id)?.isHost === true;
    if (isHost || this.own.guests.loaded?.part === undefined) void this.greet(id, begunMs);
  }

  private async about(member: Member, link: string, part: Part | undefined): Promise<Introduction> {
    const { founder, services } = this.own.membership;
    const named: Services = Object.fromEntries(services.map(({ name, version }) => [name, version]));
    const self = this.own.room()?.self;
    const host = self === undefined ? undefined : await founder?.signHost(self, link);
    const word = this.own.guests.loaded?.word;
    if (word !== undefined) member.wordMs = word.saidMs;
    return {
      versions: VERSIONS,
      services: named,
      ...(host ? { host } : {}),
      ...(part ? { part } : {}),
      ...(word ? { guests: word } : {}),
    };
  }

  /** @param part that we say we have */
  async greet(id: PeerId, begunMs = performance.now(), part = this.own.guests.loaded?.part): Promise<void> {
    const member = this.own.roster.get(id);
    if (member?.isPresent !== true || member.isBanned || this.own.signal.aborted) return;
    const link = toBase64url(crypto.getRandomValues(new Uint8Array(8)));
    member.greeted({ link, begunMs, part }, ANSWER_MS, () => {
      void this.own.guests.load(); // somebody else may have what the host has
      this.own.events.onState();
    });
    this.own.events.onState();
    await this.sayHello(member, link);
  }

  async sayHello(member: Member, link: string): Promise<void> {
    const about = await this.about(member, link, member.greeting?.part);
    if (member.greeting?.link !== link) return;
    const { unanswered } = member;
    const instead = unanswered === undefined ? {} : { instead: unanswered };
    this.own.room()?.send(member.id, { type: 'hello', link, role: 'receiver', ...instead, about });
  }

  /**
   * Our greeting, if the link is the one that we greeted by; it is answered then. A late answer counts no more.
   */
  takeGreeting(from: PeerId, link: string): Greeting | undefined {
    const member = this.own.roster.get(from);
    const greeting = member?.greeting;
    if (member === undefined || greeting?.link !== link) return undefined;
    member.forgetGreeting();
    return greeting;
  }

  /** It cannot answer our greeting. */
  gotUnreached(from: PeerId, code: ErrorCode): void {
    const member = this.own.roster.member(from);
    member.unreached = code;
    this.own.roster.number(member);
    this.own.events.onLost(from, { by: 'network', code });
    this.own.events.onState();
  }

  gotRefusal(from: PeerId, link: string, refusal: Refusal): void {
    if (this.takeGreeting(from, link) === undefined) return;
    this.own.events.onRefusal?.(from, refusal);
    this.own.events.onState();
  }

  /** Its offer answers our greeting, and is the first message for its link; its candidates wait for it. */
  async gotOffer(from: PeerId, message: DescriptionMessage): Promise<void> {
    const { link, about } = message;
    const member = this.own.roster.get(from);
    if (member?.peer?.isLiving === true && member.greeting?.link !== link) return member.peer.got(message); // renegotiation
    const greeting = this.takeGreeting(from, link);
    if (member === undefined || greeting === undefined) return;
    const fit = versionFit(about?.versions);
    if (about === undefined || fit !== 'same') return this.tellMisfit(from, link, fit);
    member.hold(message);
    const isHost = await isHostFor(about.host, this.own.membership.token, from, link);
    // An address is told with every link: who is neither the host nor a guest that we may link with learns none.
    const isGuests = !isHost && this.own.membership.founder === undefined;
    const verdict = isGuests ? await this.judgeGuest(member, greeting, about) : 'right';
    if (!isGuests) this.gotWord(member, about);
    if (!member.isHeld(link) || this.own.signal.aborted) return;
    if (verdict !== 'right') {
      member.release();
      if (verdict === 'late') this.own.room()?.send(from, { type: 'busy', link });
      return verdict === 'forged' ? this.onForged(from) : this.own.events.onState();
    }
    const peer = await this.links.link(member, link, greeting.begunMs, { about, isHost, isOfferer: false }, () =>
      member.isHeld(link),
    );
    if (peer !== undefined && this.own.parts.relayChoice.isRelayOnly) void this.links.watchRelay(from);
    for (const each of member.release()) {
      if (each.type === 'preview' && peer !== undefined) this.own.events.onPreview?.(from, link, each);
      else peer?.got(each);
    }
    this.own.events.onState();
  }

  /** Of an offer that is not the host's. A greeting that said nothing of taking part was for the host alone. */
  private async judgeGuest(member: Member, { part }: Greeting, about: Introduction): Promise<OfferVerdict> {
    const isOpen = part !== undefined && about.host === undefined && about.part === 'takes';
    return isOpen ? ((await this.own.guests.load())?.judgeOffer(member, about) ?? 'late') : 'forged';
  }

  /** The host's, or of anybody to the host: nothing waits for it. */
  private gotWord(member: Member, { guests: word }: Introduction): void {
    if (word !== undefined) void this.own.guests.load().then((guests) => guests?.heard(member, word));
  }

  gotBusy(from: PeerId, link: string): void {
    const member = this.own.roster.get(from);
    if (member === undefined) return;
    const { peer } = member;
    if (this.takeGreeting(from, link) !== undefined) this.gotTurnedAway(member);
    else if (peer?.linkId === link && peer.isOfferer && !peer.wasOpen) {
      member.clear();
      member.isTried = true;
      if (peer.isHost) this.gotTurnedAway(member);
    }
    this.own.events.onState();
    void this.own.guests.load().then((guests) => guests?.tend());
  }

  private gotTurnedAway(member: Member): void {
    const delayMs = BUSY_RETRY_MS * 2 ** Math.min(member.refusals, MOST_BUSY_DOUBLINGS) * (1 + Math.random() / 2);
    member.refusals += 1;
    member.busy(delayMs, () => {
      member.isTried = false; // among guests it is one of those that may be greeted
      if (member.part === 'takes') this.meet(member.id);
      else void this.greet(member.id);
      this.own.events.onState();
    });
  }

  /** A page of another version: each side says so in words. */
  private tellMisfit(to: PeerId, link: string, fit: 'same' | 'older' | 'newer'): void {
    // Version 1 shows its reader nothing but that: "load the page again on both sides".
    this.own.room()?.send(to, { type: 'end', link, code: 'signaling-failed' });
    this.gotUnreached(to, fit === 'newer' ? 'outdated' : 'peer-outdated');
  }

  gotHello(from: PeerId, hello: HelloMessage): void {
    if (hello.role === 'sender' || this.own.signal.aborted) return;
    const member = this.own.roster.member(from);
    if (!member.isPresent) member.gotPresence(true); // else each hello would have our offer said again
    member.isTried = true;
    // Who broke a rule gets no further attempt, and nobody more of them than it could need.
    if (member.isBanned || !member.greetings.spend(performance.now())) return;
    const { about } = hello;
    const fit = versionFit(about?.versions);
    if (about === undefined || fit !== 'same') return this.tellMisfit(from, hello.link, fit);
    // It says it again, not knowing that it was heard.
    if (member.answering === hello.link || member.peer?.linkId === hello.link) return;
    const isBoth = member.greeting !== undefined && member.greeting.link !== hello.instead;
    if (isBoth && !this.answersFirst(from, about)) return;
    const { failure } = member.peer ?? {};
    // Its link could not be made, for this browser may use relays only: it may not have heard of that yet.
    if (failure === 'webrtc-limited' && this.own.room()?.ice.missing === 'relay-none')
      return this.own.room()?.send(from, { type: 'end', link: hello.link, code: failure });
    const refusal = this.own.membership.refusal?.();
    if (refusal !== undefined && this.own.membership.mayFinish?.(from) !== true)
      return this.own.room()?.send(from, { type: 'refusal', link: hello.link, ...refusal });
    void this.answer(member, hello.link, about);
  }

  /**
   * Both have said hello at once. The host answers; between two guests that take part the one with the lesser id does. A
   * guest that only looks answers none.
   */
  private answersFirst(other: PeerId, about: Introduction): boolean {
    if (this.own.membership.founder !== undefined) return true;
    const self = this.own.room()?.self;
    return about.host === undefined && self !== undefined && (about.part !== 'takes' || self < other);
  }

  /** The room was asked for ICE servers when the peer joined: the answer is here by now, or a moment later. */
  private async answer(member: Member, link: string, about: Introduction): Promise<void> {
    const begunMs = performance.now();
    const { id } = member;
    member.answering = link;
    const { relayChoice } = this.own.parts;
    const { founder, token } = this.own.membership;
    const isHost = await isHostFor(about.host, token, id, link);
    if (member.answering !== link) return;
    if (!isHost && founder === undefined) {
      // A guest tells its address to the host, and to guests that it may link with.
      const isMeant = about.host === undefined && (await (await this.own.guests.load())?.gotHello(member, about));
      if (member.answering !== link) return;
      if (isMeant !== true) {
        member.answering = undefined;
        member.unanswered = link;
        return this.own.events.onState();
      }
    } else this.gotWord(member, about);
    member.forgetGreeting();
    const missing = relayChoice.isRelayOnly ? await this.own.room()?.ice.relay(RELAY_WAIT_MS) : undefined;
    await this.own.room()?.ice.ready(ICE_WAIT_MS);
    const introduction = await this.about(member, link, this.own.guests.loaded?.part);
    const isWanted = isHost || founder !== undefined || introduction.part === 'takes'; // still
    const kind = { about, isHost, isOfferer: true, introduction };
    const peer = await this.links.link(member, link, begunMs, kind, () => isWanted && member.answering === link);
    if (member.answering === link) member.answering = undefined;
    if (peer !== undefined && relayChoice.isRelayOnly && missing !== undefined) peer.giveUp(missing);
    this.own.events.onState();
  }
}
