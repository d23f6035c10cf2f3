/** The services of one link: opened when it opens, and given what comes for them. */
import type { Path } from '../connection/path.ts';
import type { PeerLink } from '../connection/peer-link.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import { MAX_EARLY_MESSAGES, MAX_LANES } from '../protocol/limits.ts';
import type { Services } from '../protocol/messages/introduction.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Fields } from '../protocol/parse.ts';
import type { LanePeer, PeerLanes, PeerService, ServiceSession, Verdict } from './service.ts';

/** What a service may do with its peer, beside what the link does. */
interface Owner {
  readonly id: PeerId;
  readonly isHost: boolean;
  readonly isOfferer: boolean;
  sendControl(message: object): boolean;
  end(code: ErrorCode, path?: string): void;
}

interface Ways {
  path(): Path | undefined;
  roundTripMs(): number | undefined;
  /** Of what came before the services were open. */
  judge(verdict: Verdict): void;
}

export class PeerServices {
  hasServed = false;
  private readonly sessions = new Map<string, ServiceSession>();
  /** That are open for frames. The first counts as open: what is sent on it is lost with the link. */
  private readonly openLanes = new Set([0]);
  private isClosed = false;
  /**
   * The other end may have an open link, and use it, moments before this one has all of its channels: what comes then
   * waits. Undefined from the opening on.
   */
  private early: (() => Verdict)[] | undefined = [];

  private readonly owner: Owner;
  private readonly link: PeerLink;
  private readonly services: readonly PeerService[];
  private readonly theirs: Services;
  private readonly ways: Ways;

  /** @param services ours @param theirs as the peer has named them */
  constructor(owner: Owner, link: PeerLink, services: readonly PeerService[], theirs: Services, ways: Ways) {
    this.owner = owner;
    this.link = link;
    this.services = services;
    this.theirs = theirs;
    this.ways = ways;
  }

  /** The link is open: each service that both sides have begins. */
  open(): void {
    const lanes = this.lanes();
    for (const service of this.services) {
      if (this.isClosed) return; // one of them has ended it
      if (this.theirs[service.name] !== service.version) continue;
      this.sessions.set(service.name, service.open(this.peerFor(service.name, lanes)));
    }
    const { early = [] } = this;
    this.early = undefined;
    for (const act of early) if (!this.isClosed) this.ways.judge(act());
  }

  got(name: string, message: Fields): Verdict {
    if (this.early !== undefined) return this.wait(this.early, () => this.got(name, message));
    const verdict = this.sessions.get(name)?.got(message) ?? 'unknown';
    if (verdict === 'taken') this.hasServed = true;
    return verdict;
  }

  gotFrame(bytes: Uint8Array<ArrayBuffer>, lane: number): Verdict {
    if (this.early !== undefined) return this.wait(this.early, () => this.gotFrame(bytes, lane));
    for (const session of this.sessions.values()) if (session.gotFrame) return session.gotFrame(bytes, lane);
    return this.isClosed ? 'unknown' : 'bad';
  }

  onDrain(lane: number): void {
    for (const session of this.sessions.values()) session.onDrain?.(lane);
  }

  onLane(lane: number, isOpen: boolean): void {
    if (isOpen) this.openLanes.add(lane);
    else this.openLanes.delete(lane);
    for (const session of this.sessions.values()) session.onLane?.(lane, isOpen);
  }

  onRoundTrip(ms: number): void {
    for (const session of this.sessions.values()) session.onRoundTrip?.(ms);
  }

  onBroken(isBroken: boolean): void {
    for (const session of this.sessions.values()) session.onBroken?.(isBroken);
  }

  /** As the strictest of them has it. */
  get mostLanes(): number {
    return Math.min(MAX_LANES, ...Array.from(this.sessions.values(), (session) => session.mostLanes?.() ?? MAX_LANES));
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.early = undefined;
    for (const session of this.sessions.values()) session.close();
    this.sessions.clear();
  }

  private wait(early: (() => Verdict)[], act: () => Verdict): Verdict {
    return early.push(act) > MAX_EARLY_MESSAGES ? 'bad' : 'taken';
  }

  private peerFor(service: string, lanes: PeerLanes): LanePeer {
    const { owner } = this;
    return {
      id: owner.id,
      isHost: owner.isHost,
      isOfferer: owner.isOfferer,
      lanes,
      send: (message) => owner.sendControl({ service, ...message }),
      end: (code, path) => owner.end(code, path),
    };
  }

  private lanes(): PeerLanes {
    const { link, openLanes, ways } = this;
    return {
      open: openLanes,
      get isOpen() {
        return link.isOpen;
      },
      get controlBufferedBytes() {
        return link.controlBufferedBytes;
      },
      get receivedBytes() {
        return link.traffic.receivedBytes;
      },
      get roundTripMs() {
        return ways.roundTripMs();
      },
      get path() {
        return ways.path();
      },
      send: (frame, lane) => link.sendFrame(frame, lane),
      freeBytes: (lane) => link.freeBytes(lane),
      mostMessageBytes: (lane) => link.mostMessageBytes(lane),
      want: (count) => link.wantLanes(count),
      tend: () => link.makeLanes(),
      probe: (intervalMs) => link.probe(intervalMs),
    };
  }
}
