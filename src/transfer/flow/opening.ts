/**
 * How much of a far path may be used before anybody knows what it holds. A lane alone opens as SCTP's own slow start
 * does (RFC 9260, section 7.2.1), by what came in the last round trip; what it brought then says where several lanes
 * may start.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
const KiB = 1024;

/**
 * A lane alone, before anything has come: about the congestion window with which SCTP starts; more where a round trip
 * is long and each counts.
 */
const ALONE_BYTES = 12 * KiB;
const ALONE_BYTES_PER_MS = 320;
const MOST_ALONE_BYTES = 64 * KiB;
/** What comes late comes at once: over more than one round trip it is not taken for what the line carries. */
const RECENT_ROUNDS = 2;

/**
 * Several lanes, where nothing was found out: with the square of a round trip, for a longer path holds more and each
 * round of its start costs more.
 */
const START_BYTES_PER_MS2 = 30;
const LEAST_START_BYTES = 24 * KiB;
const MOST_START_BYTES = 75 * KiB;
/** Who is as far away as this is seldom behind a line that this overruns. */
const DISTANT_MS = 100;
const DISTANT_BYTES_PER_MS = 2 * KiB;
/** At the most, with so many lanes. */
const MOST_BYTES = 64 * KiB;
export const LANE_BYTES = 16 * KiB;

/** Of what one lane alone has brought in a round trip, which its own slow start may have bounded. */
const FOUND_FACTOR = 4;
/** Less has come before anything was found out. */
const EVIDENT_BYTES = 32 * KiB;

export class Opening {
  private arrivals: { readonly ms: number; readonly bytes: number }[] = [];
  private bytes = 0;
  private mostRecent = 0;

  /** On a lane alone. */
  onArrived(bytes: number, nowMs: number, roundTripMs: number): void {
    this.bytes += bytes;
    this.arrivals = [
      ...this.arrivals.filter(({ ms }) => ms >= nowMs - RECENT_ROUNDS * roundTripMs),
      { ms: nowMs, bytes },
    ];
    this.mostRecent = Math.max(this.mostRecent, this.recent);
  }

  /** For a lane alone. */
  aloneBytes(roundTripMs: number): number {
    return leastAloneBytes(roundTripMs) + this.recent;
  }

  /** For several. */
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

  /** In a round trip. */
  private get recent(): number {
    return this.arrivals.reduce((sum, { bytes }) => sum + bytes, 0) / RECENT_ROUNDS;
  }
}

/** What may always be under way on it. */
export const leastAloneBytes = (roundTripMs: number): number =>
  Math.min(MOST_ALONE_BYTES, Math.max(ALONE_BYTES, ALONE_BYTES_PER_MS * roundTripMs));
