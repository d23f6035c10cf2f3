/**
 * Whether a window grows or shrinks after a round: by the queue that the round has met, and, where probes tell that, by
 * whether the lanes carry what is asked for. Growth in steps and decrease in proportion let two such windows on one
 * line come to equal parts (Chiu and Jain 1989).
 */
import type { Round } from './round.ts';

/** As long as SCTP is in its own slow start, less of the window than this comes in a round trip. */
const FILLED = 0.5;
/** After so many such rounds it is not that: the lanes can carry no more. */
const START_ROUNDS = 6;
/**
 * Answers later than so many round trips and so much, on average: bytes wait at the sender, for lanes that can carry no
 * more.
 */
const LATE_ROUNDS = 2.5;
const LATE_MS = 50;
/** After so many rounds with hardly a queue: a window that gives way is to find its part of the path again. */
const CLEAR_ROUNDS = 4;
/** With less than this on each, lanes have nothing to send while they wait for what they asked for. */
const FILLED_LANE_BYTES = 32 * 1024;

/**
 * - start: by as much as at the start of a path
 * - double: the same where probes tell that there is no queue
 * - quick: in proportion, because the path has capacity left
 * - step: by a little
 * - hold: not at all
 * - ease: it shrinks a little, for the lanes carry less
 * - shrink: in proportion to the queue
 */
export type Move = 'start' | 'double' | 'quick' | 'step' | 'hold' | 'decrease' | 'shrink';

export interface Queue {
  /** How much the round's quickest packet was later than the path is long. */
  readonly queueMs: number;
  /** As much is meant to be. */
  readonly targetMs: number;
}

export interface Filling {
  readonly windowBytes: number;
  readonly underWayBytes: number;
  readonly lanes: number;
  /** The path's length. */
  readonly leastMs: number;
  /** That the round took. */
  readonly ms: number;
  /** How much later a packet is for what is asked for at once. */
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

  /** There was a queue lately: the line is full, and what has come says what it carries. */
  get isBound(): boolean {
    return !this.isInStart && this.clear < CLEAR_ROUNDS;
  }

  /** By the queue alone. @param pieceMs how much later a packet is for what is asked for at once */
  next({ queueMs, targetMs }: Queue, pieceMs = 0): Move {
    if (queueMs > targetMs / 2) this.isInStart = false;
    this.clear = queueMs < targetMs / 4 ? this.clear + 1 : 0;
    if (queueMs >= targetMs) return 'shrink';
    if (this.isInStart) return pieceMs === 0 ? 'start' : queueMs < targetMs / 4 ? 'double' : 'quick';
    return this.clear >= CLEAR_ROUNDS && pieceMs < targetMs / 4 ? 'quick' : 'step';
  }

  /** Here the window says when the lanes and not the path are full. */
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
