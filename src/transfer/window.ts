/**
 * How many bytes a receiver has asked one source for and not received yet: the congestion controller of the transfer
 * (DESIGN, idea 3). An SCTP association left to itself overruns the path's buffer and then crawls by timeouts, so what is
 * under way is held near bandwidth × delay: the window grows by half each round trip until answers come later than on the
 * idle path, and then is held where they come TARGET_MS later. Each lane has its own.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */

/** Queueing delay that we allow ourselves: enough to keep a busy link full, too little for a call on it to notice. */
export const TARGET_MS = 25;
/**
 * On a path as short as this what delays answers is the scheduler of a busy machine and not a queue on a line. A window that
 * shrinks for it only leaves the pipeline empty.
 */
export const NEAR_MS = 5;
export const NEAR_TARGET_MS = 100;
/** There, more than this overruns the browser's UDP socket, and gains nothing: what is asked for arrives at once. */
export const NEAR_MOST_BYTES = 128 * 1024;
/** Two of the least pieces: less would wait for each answer. */
export const LEAST_BYTES = 128 * 1024;
/** Where it starts: one round trip on a slow link is not hurt by it. */
export const FIRST_BYTES = 256 * 1024;
/** Beyond this one SCTP association gains nothing: its own receive window is 5 MiB (dcSCTP, usrsctp less). */
export const MOST_BYTES = 4 * 1024 * 1024;

const GROWTH = 1.5;
const LEAST_FACTOR = 0.7;
const MOST_FACTOR = 1.25;

export class RequestWindow {
  private windowBytes: number;
  private underWay = 0;
  private isStarting = true;
  /** Least delay ever seen, and in this round. */
  private leastMs: number;
  private roundMs = Infinity;
  private asked = 0;
  private answered = 0;
  /** The round ends when what was asked for by then is answered. */
  private roundEnd = 0;

  /**
   * @param roundTripMs of the idle path, as ICE has measured it: the first answers come late for another reason, their
   *   block is still being read and signed
   */
  constructor(roundTripMs = Infinity) {
    this.leastMs = roundTripMs;
    this.windowBytes = Math.min(FIRST_BYTES, this.mostBytes);
  }

  get bytes(): number {
    return this.windowBytes;
  }

  get underWayBytes(): number {
    return this.underWay;
  }

  get freeBytes(): number {
    return this.windowBytes - this.underWay;
  }

  onAsked(bytes: number): void {
    this.underWay += bytes;
    this.asked += bytes;
  }

  /** A part of a request has come. */
  onArrived(bytes: number): void {
    this.underWay -= bytes;
    this.answered += bytes;
  }

  /** A request is answered in full, `delayMs` after it was made. */
  onAnswered(delayMs: number): void {
    this.leastMs = Math.min(this.leastMs, delayMs);
    this.roundMs = Math.min(this.roundMs, delayMs);
    if (this.answered < this.roundEnd) return;
    const targetMs = this.isNear ? NEAR_TARGET_MS : TARGET_MS;
    if (this.roundMs > this.leastMs + targetMs / 2) this.isStarting = false;
    const factor = this.isStarting ? GROWTH : clamp((this.leastMs + targetMs) / this.roundMs, LEAST_FACTOR, MOST_FACTOR);
    this.windowBytes = clamp(this.windowBytes * factor, LEAST_BYTES, this.mostBytes);
    this.roundMs = Infinity;
    this.roundEnd = this.asked;
  }

  private get isNear(): boolean {
    return this.leastMs < NEAR_MS;
  }

  private get mostBytes(): number {
    return this.isNear ? NEAR_MOST_BYTES : MOST_BYTES;
  }

  /** What was asked for will not come. */
  onLost(bytes: number): void {
    this.underWay -= bytes;
    this.answered += bytes;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
