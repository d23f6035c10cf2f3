/**
 * What all modes of a request window share: the path's length, the bytes in flight, and the size of the window, which
 * is a congestion window in bytes. A mode says what becomes of the size; the limits that hold in every mode are here.
 *
 * The path's length is the least delay ever seen on it (BBR's min RTT), in milliseconds.
 */
import { LEAST_PIECE_BYTES } from '../../protocol/limits.ts';
import { CompressionRatio } from './compression-ratio.ts';
import type { Move, Queue } from './congestion-controller.ts';
import { Round } from './round.ts';

/**
 * On a path that is shorter than this the scheduler of a busy machine delays answers, and not a queue on a line. A
 * window that shrinks for such a delay only leaves the pipeline empty.
 */
export const NEAR_MS = 5;
/** Queueing delay that a transfer allows itself: enough to keep a busy link full, too little to disturb a call. */
export const TARGET_MS = 25;
export const NEAR_TARGET_MS = 100;
/**
 * The most in flight on one lane of a near path, in bytes on the line. More overruns the browser's UDP socket and gains
 * nothing: an answer comes at once.
 */
export const NEAR_MOST_BYTES = 128 * 1024;
/** The most on all lanes together: the bandwidth-delay product of a gigabit line with 100 ms. */
export const MOST_ALL_BYTES = 12 * 1024 * 1024;
/** The most on one lane: the receive window of its SCTP association is 5 MiB (dcSCTP; usrsctp has less). */
const MOST_BYTES = 4 * 1024 * 1024;
/** The least on all lanes, with probes: two of the least pieces, because a single one would wait for each answer. */
const LEAST_BYTES = 2 * LEAST_PIECE_BYTES;
/** The least on each lane, without probes: the delay of answers tells too little to go lower. */
const LEAST_BLIND_BYTES = 128 * 1024;
/** Below this size a start may double. Above, the queue would overflow before it shows. */
const DOUBLING_BYTES = 256 * 1024;
const DOUBLE_FACTOR = 2;
const START_FACTOR = 1.5;
const QUICK_FACTOR = 1.25;
const DECREASE_FACTOR = 0.9;

/** How large the moves of a mode are. */
export interface MoveSizes {
  /** What a step adds. */
  readonly stepBytes: number;
  /** What is left of the window at the least when it shrinks, as a factor. */
  readonly leastFactor: number;
}

export class Flight {
  /** How many lanes there are to fill, 1 or more. */
  lanes = 1;
  readonly compressionRatio = new CompressionRatio();
  round = new Round();

  private windowBytes = 0;
  private inFlight = 0;
  private asked = 0;
  private answered = 0;
  private pathMs: number;
  /** What had been asked for when the window shrank last. */
  private shrinkEnd = 0;

  /** @param leastMs of the path, Infinity as long as it is unknown */
  constructor(leastMs: number, bytes: number) {
    this.pathMs = leastMs;
    this.resize(bytes);
  }

  /** Size of the window. */
  get bytes(): number {
    return this.windowBytes;
  }

  get underWayBytes(): number {
    return this.inFlight;
  }

  /** In all so far. */
  get askedBytes(): number {
    return this.asked;
  }

  /** In all so far, what was lost included. */
  get answeredBytes(): number {
    return this.answered;
  }

  /** The path's length. */
  get leastMs(): number {
    return this.pathMs;
  }

  /** A round trip is short against the time that a busy machine takes to do anything. */
  get isNear(): boolean {
    return this.pathMs < NEAR_MS;
  }

  get isFar(): boolean {
    return !this.isNear && this.pathMs < Infinity;
  }

  /** Probes tell the delay, or are about to: the lane that carries them should carry nothing else. */
  get hasProbes(): boolean {
    return this.lanes > 1 && this.isFar;
  }

  /** The queue that the present round has met. */
  get queue(): Queue {
    return { queueMs: this.round.leastMs - this.pathMs, targetMs: this.isNear ? NEAR_TARGET_MS : TARGET_MS };
  }

  /** No more is in flight than a smaller window allows: what was there before has come. */
  get isDrained(): boolean {
    return this.inFlight <= this.windowBytes + LEAST_BYTES;
  }

  onAsked(bytes: number): void {
    this.inFlight += bytes;
    this.asked += bytes;
  }

  onArrived(bytes: number): void {
    this.onLost(bytes);
    this.round.bytes += bytes;
  }

  onLost(bytes: number): void {
    this.inFlight -= bytes;
    this.answered += bytes;
  }

  /** A delay that the present round counts. */
  onDelay(ms: number): void {
    this.onRoundTrip(ms);
    this.round.onDelay(ms);
  }

  /** A path that turns out to be near needs more than its supposed queue has left of the window. */
  onRoundTrip(ms: number): void {
    const wasNear = this.isNear;
    this.pathMs = Math.min(this.pathMs, ms);
    if (this.isNear && !wasNear) this.resize(this.windowBytes);
  }

  resize(bytes: number): void {
    const least = this.hasProbes ? LEAST_BYTES : LEAST_BLIND_BYTES * this.lanes;
    const mostOfLane = this.isNear ? NEAR_MOST_BYTES * this.compressionRatio.value : MOST_BYTES;
    this.windowBytes = Math.min(MOST_ALL_BYTES, mostOfLane * this.lanes, Math.max(least, bytes));
  }

  /** The size that a move leads to; resize() makes it so. */
  moved(move: Move, queue: Queue, { stepBytes, leastFactor }: MoveSizes): number {
    const { windowBytes } = this;
    switch (move) {
      case 'double':
        return windowBytes * (windowBytes < DOUBLING_BYTES ? DOUBLE_FACTOR : START_FACTOR);
      case 'start':
        return windowBytes * START_FACTOR;
      case 'quick':
        return windowBytes * QUICK_FACTOR;
      case 'step':
        return windowBytes + stepBytes;
      case 'hold':
        return windowBytes;
      case 'decrease':
        return windowBytes * DECREASE_FACTOR;
      case 'shrink':
        return this.shrunk(Math.max(leastFactor, this.shrinkFactor(queue)));
    }
  }

  /** The window becomes smaller: until what is in flight now has come, it does not shrink for the same queue again. */
  markShrink(): void {
    this.shrinkEnd = this.asked;
  }

  private shrunk(factor: number): number {
    if (this.answered < this.shrinkEnd) return this.windowBytes;
    this.markShrink();
    return this.windowBytes * factor;
  }

  private shrinkFactor({ queueMs, targetMs }: Queue): number {
    return (this.pathMs + targetMs) / (this.pathMs + queueMs);
  }
}
