/**
 * The ICE servers that one member of a room uses. It asks the room for them as soon as there is another peer, and
 * renews them while there is one. `ready` and `servers` give them, and `onChange` says when they have changed.
 */
import type { RelayCode } from '../protocol/errors.ts';
import { Listeners } from '../protocol/listeners.ts';
import type { IceMessage, PeerId } from '../protocol/messages/room-message.ts';
import { answered, asked, hasRelay, isDecided, isKnown, NOTHING_KNOWN, serversAt, type IcePlan } from './ice-plan.ts';

export class IceServers {
  private plan: IcePlan = NOTHING_KNOWN;
  private readonly partners = new Set<PeerId>();
  private readonly listeners = new Listeners();
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly ask: () => boolean;
  private readonly signal: AbortSignal;

  /** @param ask sends `ice` to the room; false if the connection to the room is away */
  constructor(ask: () => boolean, signal: AbortSignal) {
    this.ask = ask;
    this.signal = signal;
    signal.addEventListener('abort', () => clearTimeout(this.timer));
  }

  /** For RTCPeerConnection, as of now: STUN and relay, STUN alone, or nothing. */
  get servers(): RTCIceServer[] {
    return serversAt(this.plan, Date.now()).map(({ urls, ...credential }) => ({ ...credential, urls: [...urls] }));
  }

  /**
   * Why there is no relay, which says more than `connection-failed` after a failure. undefined if there is a relay, or
   * if nothing is known yet.
   */
  get missing(): RelayCode | undefined {
    return this.plan.missing;
  }

  /**
   * Resolves with the servers when the room has answered, or after `waitMs` with the servers that are known: a direct
   * path must not wait for long.
   */
  async ready(waitMs: number): Promise<RTCIceServer[]> {
    await this.until(isKnown, waitMs);
    return this.servers;
  }

  /**
   * For a peer that connects by relays only. Resolves with undefined when there is a relay, or with the reason why
   * there is none, after `waitMs` at the latest.
   */
  async relay(waitMs: number): Promise<RelayCode | undefined> {
    await this.until(isDecided, waitMs);
    return hasRelay(this.plan, Date.now()) ? undefined : (this.plan.missing ?? 'relay-unavailable');
  }

  /** Calls back when the servers change, or the reason why there is no relay. */
  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener, signal);
  }

  /** We are in the room, with these peers. Known servers stay: the connection to the room is new, not the network. */
  gotPeers(peers: readonly PeerId[]): void {
    this.partners.clear();
    for (const peer of peers) this.partners.add(peer);
    this.schedule();
  }

  gotJoined(peer: PeerId): void {
    if (this.partners.has(peer)) return;
    this.partners.add(peer);
    this.schedule();
  }

  gotLeft(peer: PeerId): void {
    this.partners.delete(peer);
    this.schedule();
  }

  gotAway(): void {
    this.partners.clear();
    this.schedule();
  }

  got(message: IceMessage): void {
    const before = this.plan;
    this.plan = answered(before, message, Date.now(), Math.random());
    this.schedule();
    if (this.plan.servers === before.servers && this.plan.missing === before.missing && isKnown(before, Date.now()))
      return;
    this.listeners.call();
  }

  /** Resolves when the plan fits, or after `waitMs`. */
  private async until(fits: (plan: IcePlan, nowMs: number) => boolean, waitMs: number): Promise<void> {
    if (fits(this.plan, Date.now())) return;
    const done = new AbortController();
    const timer = setTimeout(() => done.abort(), waitMs);
    await new Promise<void>((resolve) => {
      done.signal.addEventListener('abort', () => resolve());
      this.onChange(() => fits(this.plan, Date.now()) && resolve(), done.signal);
    });
    clearTimeout(timer);
    done.abort();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.partners.size === 0 || this.signal.aborted) return;
    const delayMs = this.plan.askAtMs - Date.now();
    if (delayMs > 0) this.timer = setTimeout(() => this.askNow(), delayMs);
    else this.askNow();
  }

  private askNow(): void {
    if (!this.ask()) return; // the connection to the room is away; gotPeers comes when it is back
    this.plan = asked(this.plan, Date.now());
    this.schedule();
  }
}
