/**
 * How many lanes a link is worth (docs/architecture.md: a peer link has one lane or several). On a near path a number
 * that was measured. On a far one, where loss bounds what each SCTP association gets (about 1.2 · MTU / (RTT · √p),
 * Mathis et al. 1997), it is found by trying: twice as many, and those are kept if the goodput rises.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
import { BLOCK_BYTES, MAX_LANES } from '../../protocol/limits.ts';

/**
 * On a near path what bounds one association is its UDP socket: 64 KB of buffer in Chromium, overrun by each burst that
 * the reader is late for, and every loss halves SCTP's window. Several lanes with a small window each overrun nothing,
 * and beat one channel with any window (docs/decisions.md).
 */
export const NEAR_LANES = 4;

/** Each is an allocation at the relay, on both sides, and what it has to give is limited. */
export const RELAYED_LANES = 4;

/** Where a far path begins, and one where a lane alone takes long to come to its pace. */
export const FIRST_LANES = 8;
export const DISTANT_MS = 30;

/** On a near path a share of fewer blocks is through before more lanes are up. */
export const MANY_BLOCKS = 8;

/**
 * On a far one a lane that begins has this much left to carry, and its start is not for nothing. With 150 ms and 1 % of
 * loss a lane alone took 13 s for 1 MiB, and 70 s for 6 (`npm run bench:short`, 2026-11-21).
 */
export const LANE_LEAST_BYTES = BLOCK_BYTES / 4;

/** For the lanes of a trial to open and to come to their pace. */
const SETTLE_MS = 500;
/** Over which the goodput is measured. */
const MEASURE_MS = 1000;
/** Lanes that are not up by then are not counted on: there may be no way for them. */
const OPENING_MS = 5000;
/** After a trial that brought nothing the next one waits. */
const REST_MS = 20_000;
/** Twice as many lanes bring twice as much where loss is the bound, and nothing where the line is. */
const GAIN = 1.15;

/**
 * For so long fewer were worth it: the rest is closed, for each asks now and then whether the other end is there, and a
 * slow line feels that.
 */
const SPARE_MS = 2000;
/** Of those that are worth it, one that waits for a retransmission may be replaced. */
const SPARE_LANES = 1;

export type LanePath = 'near' | 'relayed' | 'far' | 'unknown';

export interface LaneFacts {
  readonly path: LanePath;
  readonly roundTripMs: number;
  /** Of the share, not received yet. */
  readonly missingBytes: number;
  /** Lanes that are open now, the first included. */
  readonly open: number;
  /** All that the link has brought so far. */
  readonly receivedBytes: number;
  /** Nothing is asked for at the moment, or not yet. */
  readonly isResting: boolean;
  /**
   * That what the line holds is worth, the first included; undefined where the line is not the bound, or nobody knows.
   */
  readonly worth: number | undefined;
}

interface Trial {
  readonly from: number;
  /** Bytes per ms before it. */
  readonly before: number;
}

export class LaneCountSearch {
  private wanted = 1;
  private path: LanePath = 'unknown';
  private isBegun = false;
  private trial: Trial | undefined;
  private sinceMs: number;
  /** Until then they come to their pace; undefined while they open. */
  private settledMs: number | undefined;
  /** Where the measuring of the goodput began. */
  private mark: { readonly atMs: number; readonly bytes: number } | undefined;
  private restUntilMs = 0;
  /** Since when there have been more than are worth it. */
  private spareMs: number | undefined;

  constructor(nowMs: number) {
    this.sinceMs = nowMs;
  }

  /** To be asked about twice a second. @returns lanes wanted, the first included */
  check(nowMs: number, facts: LaneFacts): number {
    const { path, missingBytes, isResting } = facts;
    const isWorthMore = missingBytes >= 2 * LANE_LEAST_BYTES;
    if (path !== this.path) this.isBegun = false; // the selected pair can change while the first bytes flow
    this.path = path;
    if (path === 'near' && !isResting && missingBytes >= MANY_BLOCKS * BLOCK_BYTES)
      this.wanted = Math.max(this.wanted, NEAR_LANES);
    if ((path === 'far' || (path === 'relayed' && !isResting)) && (isWorthMore || this.isBegun))
      this.search(nowMs, facts);
    return this.wanted;
  }

  private search(nowMs: number, facts: LaneFacts): void {
    const { open, receivedBytes } = facts;
    const most = this.mostLanes(facts);
    if (!this.isBegun) {
      this.isBegun = true;
      this.trial = undefined;
      const first = facts.roundTripMs < DISTANT_MS ? FIRST_LANES : MAX_LANES;
      return this.want(Math.max(this.wanted, Math.min(first, most)), nowMs);
    }
    if (facts.isResting) return this.want(this.wanted, nowMs); // no goodput tells anything
    if (this.isSpare(nowMs, facts)) return;
    const isUp = open >= this.wanted || nowMs - this.sinceMs >= OPENING_MS;
    if (!isUp) return;
    if (this.settledMs === undefined) {
      this.wanted = Math.min(this.wanted, open);
      this.settledMs = nowMs + SETTLE_MS;
    }
    if (nowMs < this.settledMs) return;
    this.mark ??= { atMs: nowMs, bytes: receivedBytes };
    const ms = nowMs - this.mark.atMs;
    if (ms >= MEASURE_MS) this.decide((receivedBytes - this.mark.bytes) / ms, most, nowMs);
  }

  /** Where the line is the bound, no more are tried, and those that it is not worth go. */
  private isSpare(nowMs: number, { worth }: LaneFacts): boolean {
    const enough = worth === undefined ? Infinity : worth + SPARE_LANES;
    if (this.wanted < enough) {
      this.spareMs = undefined;
      return false;
    }
    this.trial = undefined;
    this.spareMs ??= nowMs;
    if (nowMs - this.spareMs >= SPARE_MS) this.want(enough, nowMs);
    return true;
  }

  private decide(goodput: number, most: number, nowMs: number): void {
    const { trial } = this;
    this.trial = undefined;
    if (trial !== undefined && goodput < GAIN * trial.before) {
      this.restUntilMs = nowMs + REST_MS;
      return this.want(trial.from, nowMs);
    }
    const to = nowMs >= this.restUntilMs ? Math.min(most, 2 * this.wanted) : this.wanted;
    this.mark = undefined;
    if (to === this.wanted) return;
    this.trial = { from: this.wanted, before: goodput };
    this.want(to, nowMs);
  }

  private want(lanes: number, nowMs: number): void {
    this.wanted = lanes;
    this.sinceMs = nowMs;
    this.settledMs = undefined;
    this.mark = undefined;
  }

  private mostLanes({ path, missingBytes }: LaneFacts): number {
    const most = path === 'relayed' ? RELAYED_LANES : MAX_LANES;
    return Math.max(this.wanted, Math.min(most, Math.floor(missingBytes / LANE_LEAST_BYTES)));
  }
}
