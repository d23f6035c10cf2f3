/** Whom a receiver has greeted, and is waiting for an offer from. */
import { toBase64url } from '../protocol/base64url.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';

/** An answer that takes longer is not going to come: the peer is another receiver, or asleep. */
const ANSWER_MS = 4000;
/** Before a peer whose link broke is greeted again. */
const RETRY_MS = 1000;
/** Links to one peer that never opened, before we say that it cannot be reached. */
const MAX_FAILED_LINKS = 2;

export class Greetings {
  private readonly present = new Set<PeerId>();
  private readonly waiting = new Map<
    PeerId,
    { readonly link: string; readonly begunMs: number; readonly timer: ReturnType<typeof setTimeout> }
  >();
  /** To be greeted again in a moment. */
  private readonly retrying = new Set<PeerId>();
  private readonly failedLinks = new Map<PeerId, number>();
  private readonly banned = new Set<PeerId>();

  private readonly hello: (peer: PeerId, link: string) => void;
  private readonly onChange: () => void;
  private readonly signal: AbortSignal;

  constructor(hello: (peer: PeerId, link: string) => void, onChange: () => void, signal: AbortSignal) {
    this.hello = hello;
    this.onChange = onChange;
    this.signal = signal;
    signal.addEventListener('abort', () => {
      for (const { timer } of this.waiting.values()) clearTimeout(timer);
      this.waiting.clear();
    });
  }

  get isWaiting(): boolean {
    return this.waiting.size > 0 || this.retrying.size > 0;
  }

  isPresent(peer: PeerId): boolean {
    return this.present.has(peer);
  }

  /** Everyone who is in the room now. */
  gotPeers(peers: readonly PeerId[]): void {
    this.present.clear();
    for (const peer of peers) this.present.add(peer);
  }

  gotJoined(peer: PeerId): void {
    this.present.add(peer);
  }

  gotLeft(peer: PeerId): void {
    this.present.delete(peer);
    this.forget(peer);
  }

  /** @param begunMs when what leads to this began, by performance.now() */
  greet(peer: PeerId, begunMs = performance.now()): void {
    if (!this.present.has(peer) || this.banned.has(peer) || this.signal.aborted) return;
    this.forget(peer);
    const link = toBase64url(crypto.getRandomValues(new Uint8Array(8)));
    const timer = setTimeout(() => {
      this.waiting.delete(peer);
      this.onChange();
    }, ANSWER_MS);
    this.waiting.set(peer, { link, begunMs, timer });
    this.hello(peer, link);
    this.onChange();
  }

  greetAll(): void {
    for (const peer of this.present) this.greet(peer);
  }

  /**
   * When what led to our greeting began, if the peer's offer answers it; it is answered then. A late answer counts no
   * more.
   */
  take(peer: PeerId, link: string): number | undefined {
    const waiting = this.waiting.get(peer);
    if (waiting?.link !== link) return undefined;
    this.forget(peer);
    return waiting.begunMs;
  }

  /** A link is gone. False when the peer cannot be reached: it is not greeted again. */
  retry(peer: PeerId, wasOpen: boolean): boolean {
    const failed = wasOpen ? 0 : (this.failedLinks.get(peer) ?? 0) + 1;
    this.failedLinks.set(peer, failed);
    if (failed >= MAX_FAILED_LINKS) return false;
    this.retrying.add(peer);
    setTimeout(() => {
      this.retrying.delete(peer);
      this.greet(peer);
      this.onChange();
    }, RETRY_MS);
    return true;
  }

  /** A peer that broke the rules gets no further attempt. */
  ban(peer: PeerId): void {
    this.banned.add(peer);
    this.forget(peer);
  }

  private forget(peer: PeerId): void {
    clearTimeout(this.waiting.get(peer)?.timer);
    this.waiting.delete(peer);
  }
}
