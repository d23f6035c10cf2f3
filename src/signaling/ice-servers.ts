/**
 * The ICE servers of one room's membership: asked for as soon as there is a partner, renewed while there is one. What
 * to use is `ready` or `servers`; that there is more, or something else, comes by `onChange`.
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

  /** @param ask says `ice` to the room; false when it is away */
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
   * Why there is no relay: says more than `connection-failed` when a connection failed. undefined when there is one, or
   * nothing is known.
   */
  get missing(): RelayCode | undefined {
    return this.plan.missing;
  }

  /**
   * Resolves with the servers when the room has answered, or after `waitMs` with what there is: a direct path must not
   * wait for long.
   */
  async ready(waitMs: number): Promise<RTCIceServer[]> {
    await this.until(isKnown, waitMs);
    return this.servers;
  }

  /**
   * For those who take no direct path: resolves when there is a relay, or with why there is none, after `waitMs` at the
   * latest.
   */
  async relay(waitMs: number): Promise<RelayCode | undefined> {
    await this.until(isDecided, waitMs);
    return hasRelay(this.plan, Date.now()) ? undefined : (this.plan.missing ?? 'relay-unavailable');
  }

  /** Calls back when there are other servers, or another reason for having no relay. */
  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener, signal);
  }

  /** We are in the room, with these. What is known stays: the membership changed its connection, not the network. */
  gotPeers(peers: readonly PeerId[]): void {
    this.partners.clear();
    for (const peer of peers) this.partners.add(peer);
    this.schedule();
  }

  gotJoined(peer: PeerId): void {
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
    if (!this.ask()) return; // the room is away; its peers come anew when it is back
    this.plan = asked(this.plan, Date.now());
    this.schedule();
  }
}
