/** One other member of the room, as long as it is remembered: over all links that there were with it. */
import type { Budget } from '../protocol/budget.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { MAX_EARLY_MESSAGES } from '../protocol/limits.ts';
import type { LinkMessage } from '../protocol/messages/peer-message.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Peer } from './peer.ts';

interface Greeting {
  readonly link: string;
  /** When what led to it began, by performance.now(). */
  readonly begunMs: number;
}

export class Member {
  isPresent = false;
  /** It broke a rule: it gets no further link. */
  isBanned = false;
  /** Why there is no link with it, where none was even begun. */
  unreached: ErrorCode | undefined;
  /** 1, 2, 3… in the order of the first links; 0 until there is one. What people call it by. */
  number = 0;
  /** Links there were. */
  attempts = 0;
  /** One after the other, that were of no use. */
  failedLinks = 0;
  /** The latest link, living or not. */
  peer: Peer | undefined;
  /** Our hello that is not answered yet. */
  greeting: Greeting | undefined;
  /** Link of its hello that we are answering. */
  answering: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWaiting = false;
  private held: { readonly link: string; readonly messages: LinkMessage[] } | undefined;
  private ended: Peer | undefined;

  readonly id: PeerId;
  /** Its greetings that we answer. */
  readonly greetings: Budget;
  /** Links that we make anew. */
  readonly relinks: Budget;

  constructor(id: PeerId, greetings: Budget, relinks: Budget) {
    this.id = id;
    this.greetings = greetings;
    this.relinks = relinks;
  }

  /** It may answer, or is greeted again in a moment. */
  get isGreeted(): boolean {
    return this.greeting !== undefined || this.isWaiting || this.held !== undefined;
  }

  gotPresence(isPresent: boolean): void {
    const wasPresent = this.isPresent;
    this.isPresent = isPresent;
    if (!isPresent) this.answering = undefined;
    if (isPresent !== wasPresent || isPresent) this.peer?.gotPresence(isPresent);
  }

  greeted(link: string, begunMs: number, answerMs: number, onSilence: () => void): void {
    this.forgetGreeting();
    this.greeting = { link, begunMs };
    this.timer = setTimeout(() => {
      this.greeting = undefined;
      onSilence();
    }, answerMs);
  }

  forgetGreeting(): void {
    clearTimeout(this.timer);
    this.greeting = undefined;
    this.isWaiting = false;
  }

  /** @param act unless something else happens with this member before */
  later(delayMs: number, act: () => void): void {
    this.forgetGreeting();
    this.isWaiting = true;
    this.timer = setTimeout(() => {
      this.isWaiting = false;
      act();
    }, delayMs);
  }

  linked(peer: Peer): void {
    this.forgetGreeting();
    this.answering = undefined;
    this.unreached = undefined;
    this.peer = peer;
  }

  /** The first time that the end of a link is told. */
  tellsEnd(peer: Peer): boolean {
    if (this.ended === peer) return false;
    this.ended = peer;
    return true;
  }

  /** Its offer is being looked at: what comes meanwhile waits. */
  hold(offer: LinkMessage): void {
    this.held = { link: offer.link, messages: [offer] };
  }

  isHeld(link: string): boolean {
    return this.held?.link === link;
  }

  release(): readonly LinkMessage[] {
    const { messages } = this.held ?? { messages: [] };
    this.held = undefined;
    return messages;
  }

  got(message: LinkMessage): void {
    if (this.held?.link !== message.link) return this.peer?.got(message);
    if (this.held.messages.length < MAX_EARLY_MESSAGES) this.held.messages.push(message);
  }

  closePeer(): void {
    const { peer } = this;
    if (peer !== undefined) this.ended = peer; // nobody is told
    peer?.close();
  }

  /** Without a word, and as if there had been no link. */
  clear(): void {
    this.forgetGreeting();
    this.answering = undefined;
    this.closePeer();
    this.peer = undefined;
  }

  stop(): void {
    this.clear();
    this.held = undefined;
  }
}
