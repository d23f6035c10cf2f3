/**
 * Decides whether a window grows or shrinks after a round. It looks at the queueing delay of the round. If there are
 * probes, it also looks at whether the lanes carry what is asked for. Additive increase and multiplicative decrease
 * bring two such windows on one line to equal parts (Chiu and Jain 1989).
 */
import type { Round } from './round.ts';

/** While SCTP is in its own slow start, a round trip brings less than this part of the window. */
const FILLED = 0.5;
/** After this many such rounds the reason is not SCTP's slow start: the lanes can carry no more. */
const START_ROUNDS = 6;
/**
 * If answers take longer than LATE_ROUNDS round trips and LATE_MS on average, bytes wait at the sender, because the
 * lanes can carry no more.
 */
const LATE_ROUNDS = 2.5;
const LATE_MS = 50;
/** After this many rounds with hardly a queue the window grows quickly, so that it finds its part of the path again. */
const CLEAR_ROUNDS = 4;
/** With a window of less than this per lane, lanes are idle while they wait for the next request. */
const FILLED_LANE_BYTES = 32 * 1024;

/**
 * - start: grows as at the start of a path
 * - double: grows as at the start, and probes show that there is no queue
 * - quick: grows in proportion, because the path has capacity left
 * - step: grows by a fixed step
 * - hold: stays as it is
 * - decrease: shrinks a little, because the lanes carry less
 * - shrink: shrinks in proportion to the queue
 */
export type Move = 'start' | 'double' | 'quick' | 'step' | 'hold' | 'decrease' | 'shrink';

export interface Queue {
  /** Queueing delay: by how much the least delay of the round is longer than the path. */
  readonly queueMs: number;
  /** The queueing delay that the window aims at. */
  readonly targetMs: number;
}

export interface Filling {
  readonly windowBytes: number;
  readonly underWayBytes: number;
  readonly lanes: number;
  /** The path's length, as a round trip. */
  readonly leastMs: number;
  /** How long the round took. */
  readonly ms: number;
  /** The time that the least piece takes on the line: a packet can be this much later without a queue. */
  readonly pieceMs: number;
}

export class CongestionController {
  private isInStart = true;
  /** Rounds of the start in a row in which the window was not filled. */
  private unfilled = 0;
  /** Rounds in a row with hardly a queue. */
  private clear = 0;

  get isStarting(): boolean {
    return this.isInStart;
  }

  restart(): void {
    this.isInStart = true;
  }

  /** There was a queue lately. So the line is full, and the delivery rate is its bandwidth. */
  get isBound(): boolean {
    return !this.isInStart && this.clear < CLEAR_ROUNDS;
  }

  /** By the queue alone. @param pieceMs as in Filling; 0 without probes */
  next({ queueMs, targetMs }: Queue, pieceMs = 0): Move {
    if (queueMs > targetMs / 2) this.isInStart = false;
    this.clear = queueMs < targetMs / 4 ? this.clear + 1 : 0;
    if (queueMs >= targetMs) return 'shrink';
    if (this.isInStart) return pieceMs === 0 ? 'start' : queueMs < targetMs / 4 ? 'double' : 'quick';
    return this.clear >= CLEAR_ROUNDS && pieceMs < targetMs / 4 ? 'quick' : 'step';
  }

  /** With probes, which tell whether the path is full or only the lanes. */
  nextProbed(
    queue: Queue,
    { meanAnswerMs, bytes }: Round,
    { windowBytes, underWayBytes, lanes, leastMs, ms, pieceMs }: Filling,
  ): Move {
    const { queueMs, targetMs } = queue;
    const lateness = meanAnswerMs / (LATE_ROUNDS * leastMs + LATE_MS);
    const isNeeded = windowBytes < FILLED_LANE_BYTES * lanes || lateness < 1;
    const isFilled = bytes >= (FILLED * windowBytes * ms) / (leastMs + queueMs);
    this.unfilled = isFilled ? 0 : this.unfilled + 1;
    if (queueMs > targetMs / 2 || this.unfilled > START_ROUNDS) this.isInStart = false;
    const isTaken = underWayBytes > windowBytes / 2;
    if (queueMs >= targetMs || (isNeeded && isTaken && (isFilled || !this.isInStart))) return this.next(queue, pieceMs);
    return lateness < 2 || lateness === Infinity ? 'hold' : 'decrease';
  }
}
