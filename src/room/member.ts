/** One other member of the room, as long as it is remembered: over all links that there were with it. */
import type { Budget } from '../protocol/budget.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { MAX_EARLY_MESSAGES } from '../protocol/limits.ts';
import type { Part } from '../protocol/messages/introduction.ts';
import type { LinkMessage } from '../protocol/messages/peer-message.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Peer } from './peer.ts';

export interface Greeting {
  readonly link: string;
  /** When what led to it began, by performance.now(). */
  readonly begunMs: number;
  /** That we said we have. */
  readonly part: Part | undefined;
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
  /** Link of its latest hello that we did not answer. */
  unanswered: string | undefined;
  /** That it said it has, as a guest. */
  part: Part | undefined;
  /** We only look and have asked it for a link; it has said nothing of itself since. */
  wasAsked = false;
  /** It was greeted in search of links, or greets by itself: it is left alone until the search begins anew. */
  isTried = false;
  /** It has proven to be the host, or the room says that it says so. */
  isHost = false;
  /** It has no room for us, and is greeted again in a while. */
  isBusy = false;
  /** Times that it was busy, one after the other. */
  refusals = 0;
  /** When the word of the host was said that it knows, or that it has been told (V8). */
  wordMs = -1;
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
    return this.greeting !== undefined || (this.isWaiting && !this.isBusy) || this.held !== undefined;
  }

  gotPresence(isPresent: boolean): void {
    const wasPresent = this.isPresent;
    this.isPresent = isPresent;
    if (!isPresent) this.answering = undefined;
    if (isPresent !== wasPresent || isPresent) this.peer?.gotPresence(isPresent);
  }

  greeted(greeting: Greeting, answerMs: number, onSilence: () => void): void {
    this.forgetGreeting();
    this.greeting = greeting;
    this.timer = setTimeout(() => {
      this.greeting = undefined;
      onSilence();
    }, answerMs);
  }

  forgetGreeting(): void {
    clearTimeout(this.timer);
    this.greeting = undefined;
    this.isWaiting = false;
    this.isBusy = false;
  }

  /** @param act unless something else happens with this member before */
  later(delayMs: number, act: () => void): void {
    this.forgetGreeting();
    this.isWaiting = true;
    this.timer = setTimeout(() => {
      this.forgetGreeting();
      act();
    }, delayMs);
  }

  /** The same, of one that has no room: nobody waits for it meanwhile. */
  busy(delayMs: number, act: () => void): void {
    this.later(delayMs, act);
    this.isBusy = true;
  }

  linked(peer: Peer): void {
    this.forgetGreeting();
    this.answering = undefined;
    this.unreached = undefined;
    this.refusals = 0;
    this.isHost = peer.isHost;
    this.peer = peer;
  }

  /** The first time that the end of a link is told. */
  tellsEnd(peer: Peer): boolean {
    if (this.ended === peer) return false;
    this.ended = peer;
    return true;
  }

  /** A link with it is about to be made, whoever greeted. */
  get isBeginning(): boolean {
    return this.answering !== undefined || this.held !== undefined;
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
    this.isTried = false;
    this.closePeer();
    this.peer = undefined;
  }

  stop(): void {
    this.clear();
    this.held = undefined;
  }
}
