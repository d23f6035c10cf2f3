/**
 * Decides how many lanes a link has (docs/architecture.md: a peer link has one lane or several). On a near path it is a
 * fixed number, from measurements. On a far path loss limits the rate of each SCTP association (about 1.2 · MTU / (RTT
 * · √p), Mathis et al. 1997), so the number is found by trial: it is doubled, and the new lanes stay if the goodput
 * rises.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
import { BLOCK_BYTES, MAX_LANES } from '../../protocol/limits.ts';

/**
 * On a near path the UDP socket limits an association. Its buffer is 64 KB in Chromium, a burst overruns it when the
 * reader is late, and every loss halves SCTP's window. Several lanes with a small window each overrun nothing, and are
 * faster than one channel with any window (docs/decisions.md).
 */
export const NEAR_LANES = 4;

/** Each relayed lane is an allocation at the relay on both sides, and a relay has a limited number. */
export const RELAYED_LANES = 4;

/** Lanes at the start of a far path. From DISTANT_MS on it has MAX_LANES, because there one lane starts too slowly. */
export const FIRST_LANES = 8;
export const DISTANT_MS = 30;

/** On a near path a share of fewer blocks is transferred before more lanes are open. */
export const MANY_BLOCKS = 8;

/**
 * On a far path a new lane must have at least this much left to carry, or its start is wasted. With 150 ms and 1 % of
 * loss one lane took 13 s for 1 MiB, and 70 s for 6 MiB (`npm run bench:short`, 2026-11-21).
 */
export const LANE_LEAST_BYTES = BLOCK_BYTES / 4;

/** How long new lanes have to reach their full rate. */
const SETTLE_MS = 500;
/** The goodput is measured over this time. */
const MEASURE_MS = 1000;
/** A lane that is not open by then may never open, and the search goes on without it. */
const OPENING_MS = 5000;
/** How long the search waits after a trial that gained nothing. */
const REST_MS = 20_000;
/** Twice as many lanes bring twice as much if loss is the limit, and nothing more if the line is. */
const GAIN = 1.15;

/**
 * When the line has needed fewer lanes for this long, the others are closed: each sends keep-alives, and these cost
 * something on a slow line.
 */
const SPARE_MS = 2000;
/** Lanes beyond those that the line needs: one can stand in for a lane that waits for a retransmission. */
const SPARE_LANES = 1;

export type LanePath = 'near' | 'relayed' | 'far' | 'unknown';

export interface LaneFacts {
  readonly path: LanePath;
  readonly roundTripMs: number;
  /** Bytes of the share that are not received yet. */
  readonly missingBytes: number;
  /** Lanes that are open now, including the first. */
  readonly open: number;
  /** All bytes that the link has brought so far. */
  readonly receivedBytes: number;
  /** No bytes are requested now. */
  readonly isResting: boolean;
  /**
   * How many lanes the request window needs, including the first (`worthLanes` in window.ts); undefined if the line is
   * not the limit, or that is not known.
   */
  readonly worth: number | undefined;
}

interface Trial {
  readonly from: number;
  /** Goodput before the trial, in bytes per ms. */
  readonly before: number;
}

export class LaneCountSearch {
  private wanted = 1;
  private path: LanePath = 'unknown';
  private isBegun = false;
  private trial: Trial | undefined;
  private sinceMs: number;
  /** When the lanes have reached their full rate; undefined while they open. */
  private settledMs: number | undefined;
  /** Where the measurement of the goodput began. */
  private mark: { readonly atMs: number; readonly bytes: number } | undefined;
  private restUntilMs = 0;
  /** Since when there have been more lanes than the line needs. */
  private spareMs: number | undefined;

  constructor(nowMs: number) {
    this.sinceMs = nowMs;
  }

  /** Call it about twice a second. @returns how many lanes to have, including the first */
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
    if (facts.isResting) return this.want(this.wanted, nowMs); // without requests, goodput says nothing
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

  /** If the line is the limit, there are no more trials, and lanes that it does not need are closed. */
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
