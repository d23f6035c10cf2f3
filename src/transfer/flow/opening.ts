/**
 * Slow start: how much may be in flight on a far path before its bandwidth-delay product is known. A lane alone opens
 * like SCTP's own slow start (RFC 9260, section 7.2.1): by as much as came in the last round trip. The most that it
 * brought in a round trip then decides where several lanes start.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
const KiB = 1024;

/**
 * One lane, before anything has come: about SCTP's initial congestion window. It is larger on a long path, where each
 * round trip costs more time.
 */
const ALONE_BYTES = 12 * KiB;
const ALONE_BYTES_PER_MS = 320;
const MOST_ALONE_BYTES = 64 * KiB;
/** Arrivals are averaged over this many round trips, because delayed bytes come all at once. */
const RECENT_ROUNDS = 2;

/**
 * Several lanes, before anything is known: it grows with the square of the round trip, because a longer path holds more
 * and each round of its start costs more time.
 */
const START_BYTES_PER_MS2 = 30;
const LEAST_START_BYTES = 24 * KiB;
const MOST_START_BYTES = 75 * KiB;
/** On a path as long as this, a line that DISTANT_BYTES_PER_MS overruns is rare. */
const DISTANT_MS = 100;
const DISTANT_BYTES_PER_MS = 2 * KiB;
/** The most at the start: MOST_BYTES, and LANE_BYTES for each lane. */
const MOST_BYTES = 64 * KiB;
export const LANE_BYTES = 16 * KiB;

/**
 * Several lanes start with this times what one lane brought in a round trip: its own slow start may have limited it.
 */
const FOUND_FACTOR = 4;
/** Before this much has come, what one lane brought says nothing. */
const EVIDENT_BYTES = 32 * KiB;

export class Opening {
  private arrivals: { readonly ms: number; readonly bytes: number }[] = [];
  private bytes = 0;
  private mostRecent = 0;

  /** Bytes have come on a lane that is alone. */
  onArrived(bytes: number, nowMs: number, roundTripMs: number): void {
    this.bytes += bytes;
    this.arrivals = [
      ...this.arrivals.filter(({ ms }) => ms >= nowMs - RECENT_ROUNDS * roundTripMs),
      { ms: nowMs, bytes },
    ];
    this.mostRecent = Math.max(this.mostRecent, this.recent);
  }

  /** How much may be in flight on a lane that is alone. */
  aloneBytes(roundTripMs: number): number {
    return leastAloneBytes(roundTripMs) + this.recent;
  }

  /** The window with which several lanes start. */
  startBytes(lanes: number, roundTripMs: number): number {
    const near = Math.min(MOST_START_BYTES, Math.max(LEAST_START_BYTES, START_BYTES_PER_MS2 * roundTripMs ** 2));
    const start = Math.min(
      MOST_BYTES + LANE_BYTES * lanes,
      roundTripMs < DISTANT_MS ? near : DISTANT_BYTES_PER_MS * roundTripMs,
    );
    return this.bytes < EVIDENT_BYTES
      ? start
      : Math.min(start, Math.max(LEAST_START_BYTES / 2, FOUND_FACTOR * this.mostRecent));
  }

  /** What came in the last round trip. */
  private get recent(): number {
    return this.arrivals.reduce((sum, { bytes }) => sum + bytes, 0) / RECENT_ROUNDS;
  }
}

/** How much may always be in flight on a lane that is alone. */
export const leastAloneBytes = (roundTripMs: number): number =>
  Math.min(MOST_ALONE_BYTES, Math.max(ALONE_BYTES, ALONE_BYTES_PER_MS * roundTripMs));
