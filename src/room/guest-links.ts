/**
 * Which guests of a room link with each other: those that take part, when the host has allowed it; and whoever only
 * looks, with one of these, when the host does not answer. See SPEC.md, V7 to V9. An address is told with every link.
 */
import type { ErrorCode } from '../protocol/errors.ts';
import type { GuestsWord } from '../protocol/messages/guests-word.ts';
import type { Introduction, Part } from '../protocol/messages/introduction.ts';
import { isWordOfHost, signGuestsWord } from '../rendezvous/guests-word.ts';
import type { Member } from './member.ts';
import type { Membering } from './membership.ts';
import { neighboursAmong } from './neighbours.ts';
import type { Peer } from './peer.ts';
import { Search } from './search.ts';

/** Of an offer: it is answered; it comes too late, and no rule was broken; or it breaks one. */
export type OfferVerdict = 'right' | 'late' | 'forged';

export interface GuestActs {
  greet(member: Member, part: Part | undefined): void;
  /** There is no way to it, for now. */
  giveUp(member: Member, code: ErrorCode): void;
}

export class GuestLinks {
  /** The latest of the host's that is known here. */
  word: GuestsWord | undefined;
  /** Others would answer, as far as was known when all were greeted last. */
  private readiness: 'none' | 'takes' | 'allowed' = 'none';
  /** As the host: the last word that was begun, which may still be being signed. */
  private saying: boolean | undefined;
  private saidMs = -1;
  private links = 0;
  private isGreeting = false;
  private readonly search: Search;

  private readonly own: Membering;
  private readonly acts: GuestActs;

  constructor(own: Membering, acts: GuestActs) {
    this.own = own;
    this.acts = acts;
    this.search = new Search(() => this.own.room()?.askMore(), own.signal);
  }

  /** The host has said so, and people here have not said otherwise. */
  get areAllowed(): boolean {
    return this.word?.isAllowed === true && !this.own.guests.wishes.isOnlyHost;
  }

  /** What we say of ourselves. One that does not know the host's word may be shown it. */
  get part(): Part | undefined {
    const { hasTakenPart, isOnlyHost } = this.own.guests.wishes;
    return this.isGuest && hasTakenPart && !isOnlyHost && this.word?.isAllowed !== false ? 'takes' : undefined;
  }

  /** People here want it otherwise, or have wanted so before this was loaded. */
  gotWish(): void {
    if (!this.isGuest) void this.say();
    this.own.events.onState();
  }

  /** By hello or offer. False when it is not the host's, and who shows it has broken a rule. */
  async heard(from: Member, word: GuestsWord): Promise<boolean> {
    const isNews = (): boolean => word.saidMs > (this.word?.saidMs ?? -1);
    if (isNews() && !(await isWordOfHost(word, this.own.membership.token))) return false;
    from.wordMs = Math.max(from.wordMs, word.saidMs);
    if (!isNews()) return true;
    if (this.isGuest) this.word = word;
    else this.gotOwnLater(word);
    this.own.events.onState();
    return true;
  }

  /** On an open link. */
  async gotWord(from: Member, peer: Peer, word: GuestsWord): Promise<void> {
    if (this.isGuest && !(await this.heard(from, word)) && peer.isLiving) peer.end('peer-misbehaved');
  }

  /** Whether its hello is to be answered by an offer. It does not prove to be the host, and does not claim it. */
  async gotHello(member: Member, { part, guests }: Introduction): Promise<boolean> {
    if (guests !== undefined && !(await this.heard(member, guests))) return false;
    member.part = part;
    member.wasAsked = false;
    const isOurs = this.part === 'takes' && this.areAllowed;
    if (part !== undefined && isOurs) return true;
    // It learns that it may ask us when the host is away, or greet us when it takes part.
    if (part === undefined && isOurs && member.greeting === undefined) this.acts.greet(member, 'takes');
    return false;
  }

  /** Of one that says it takes part, to a greeting that was for guests as well. */
  async judgeOffer(member: Member, { guests }: Introduction): Promise<OfferVerdict> {
    if (guests !== undefined && !(await this.heard(member, guests))) return 'forged';
    member.part = 'takes';
    const isWanted = this.part === 'takes' || this.own.roster.peers.length === 0;
    return this.areAllowed && isWanted ? 'right' : 'late';
  }

  /** Something has changed: the links that should not be there are ended, and those that should be are begun. */
  tend(): void {
    if (this.own.signal.aborted) return;
    this.tell();
    if (!this.isGuest) return;
    this.endOthers();
    this.countLinks();
    const isShort = this.greetOthers();
    const isAlone = this.seek();
    this.search.look(isShort || isAlone);
  }

  /** The room's answer to the search. */
  gotMore(count: number): void {
    if (count > 0) return this.tryAll();
    this.search.gotNone();
    if (this.part !== undefined) return;
    // Some that are known may take part since they were greeted.
    for (const member of this.own.roster.all)
      if (member.part === undefined && !member.isGreeted && !member.isBusy && member.peer?.isLiving !== true)
        this.acts.greet(member, undefined);
  }

  private get isGuest(): boolean {
    return this.own.membership.founder === undefined;
  }

  /** The host's own word, as people have it now. */
  private async say(): Promise<void> {
    const { founder } = this.own.membership;
    const { isAllowed } = this.own.guests.wishes;
    if (founder === undefined || this.saying === isAllowed) return;
    this.saying = isAllowed;
    const saidMs = (this.saidMs = Math.max(Date.now(), this.saidMs + 1));
    const word = await signGuestsWord(founder, isAllowed, saidMs);
    if (saidMs !== this.saidMs) return; // another one was said meanwhile
    this.word = word;
    this.own.events.onState();
  }

  /** What the host said on an earlier visit counts as later, for its clock has gone back. */
  private gotOwnLater(word: GuestsWord): void {
    this.saidMs = Math.max(this.saidMs, word.saidMs);
    if (word.isAllowed === this.own.guests.wishes.isAllowed) this.word = word;
    else {
      this.saying = undefined;
      void this.say();
    }
  }

  private endOthers(): void {
    const { all } = this.own.roster;
    const isHostHere = all.some(({ peer }) => peer?.isHost === true && peer.isLiving && peer.linkState === 'open');
    if (this.areAllowed && (this.part === 'takes' || !isHostHere)) return;
    for (const member of all) if (member.peer?.isLiving === true && !member.peer.isHost) member.clear();
  }

  /** With one link less another search may find what the last one has not. */
  private countLinks(): void {
    const { length } = this.own.roster.peers;
    if (length < this.links) this.search.renew();
    this.links = length;
  }

  private tryAll(): void {
    for (const member of this.own.roster.all) member.isTried = false;
  }

  /** As many as links are wanted. True when there are too few. */
  private greetOthers(): boolean {
    const { part, readiness } = this;
    this.readiness = part === undefined ? 'none' : this.areAllowed ? 'allowed' : 'takes';
    if (part === undefined) return false;
    if (this.readiness !== readiness) {
      this.tryAll();
      this.search.renew();
    }
    if (this.isGreeting) return false; // each greeting is a change that is told
    this.isGreeting = true;
    const { chosen, isShort } = neighboursAmong(this.own.roster.all, Math.random);
    for (const member of chosen) {
      member.isTried = true;
      this.acts.greet(member, part);
    }
    this.isGreeting = false;
    return isShort;
  }

  /**
   * Whoever only looks and has no answer of the host asks one guest that takes part, and then the next. True when there
   * is nobody to ask.
   */
  private seek(): boolean {
    const present = this.own.roster.all.filter(({ isPresent, isBanned }) => isPresent && !isBanned);
    if (this.own.roster.peers.length > 0 || present.some((member) => this.mayAnswer(member))) return false;
    const holders = present.filter(({ part, wasAsked, isBusy }) => part === 'takes' && !wasAsked && !isBusy);
    const holder = holders[Math.floor(Math.random() * holders.length)];
    if (holder !== undefined && this.areAllowed && !this.own.guests.wishes.hasTakenPart) {
      holder.wasAsked = true;
      this.acts.greet(holder, 'asks');
      return false;
    }
    for (const member of present) {
      const isMissed = member.part === undefined || this.part === undefined;
      if (member.isBusy && isMissed && member.unreached !== 'peer-busy') this.acts.giveUp(member, 'peer-busy');
    }
    return !this.own.guests.wishes.isOnlyHost;
  }

  /** A guest that takes part does not answer a greeting that is for the host. */
  private mayAnswer(member: Member): boolean {
    const isForHost = member.greeting !== undefined && member.greeting.part === undefined;
    return member.isBeginning || (member.isGreeted && !(isForHost && member.part === 'takes'));
  }

  /** Whoever does not know the latest word. */
  private tell(): void {
    const { word } = this;
    if (word === undefined) return;
    for (const member of this.own.roster.all)
      if (member.wordMs < word.saidMs && member.peer?.isLiving === true && member.peer.linkState === 'open') {
        member.wordMs = word.saidMs;
        member.peer.sendControl({ type: 'guests', ...word });
      }
  }
}
