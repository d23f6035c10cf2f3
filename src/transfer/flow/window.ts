/**
 * How many bytes a receiver has asked one peer for and not received yet, on all its lanes together: the congestion
 * controller of the transfer, for an SCTP association left to itself overruns the path's buffer and then crawls by
 * timeouts.
 *
 * What a path holds is its bandwidth × delay, and both are measured: the bandwidth as the most that has come lately
 * (delivery-rate.ts, BBR's filter), the delay by probes beside the lanes (SPEC.md, L5), for an answer also waits for
 * its lane and for retransmissions. The window grows until the queue is as long as is meant, TARGET_MS, and shrinks in
 * proportion beyond (congestion-controller.ts). As long as there is a queue, the line is full, and the window is
 * bounded by what the path holds with it: a small buffer drops what is more, and delays it no further. Where a path
 * starts (opening.ts), how much is asked for at once (piece-size.ts) and on how many lanes follow from the same: a slow
 * line has one or two and small pieces, a fast and far one all of them. Now and then the window gives way, so that the
 * path's own length shows (queue-drain.ts). On a near path, and on one lane, the delay of answers has to do.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
import { LEAST_PIECE_BYTES } from '../../protocol/limits.ts';
import { DeliveryRate } from './delivery-rate.ts';
import { CompressionRatio } from './compression-ratio.ts';
import { QueueDrain } from './queue-drain.ts';
import { CongestionController, type Move } from './congestion-controller.ts';
import { LANE_BYTES, leastAloneBytes, Opening } from './opening.ts';
import { farPieceSize, nearPieceSize } from './piece-size.ts';
import { Round } from './round.ts';

/** Queueing delay that we allow ourselves: enough to keep a busy link full, too little for a call on it to notice. */
export const TARGET_MS = 25;
/**
 * On a path as short as this what delays answers is the scheduler of a busy machine and not a queue on a line. A window
 * that shrinks for it only leaves the pipeline empty.
 */
export const NEAR_MS = 5;
export const NEAR_TARGET_MS = 100;
/**
 * There, more than this on a lane, as it is on the line, overruns the browser's UDP socket, and gains nothing: what is
 * asked for arrives at once.
 */
export const NEAR_MOST_BYTES = 128 * 1024;

/** With probes, on all lanes: two of the least pieces, for one would wait for each answer. */
const LEAST_BYTES = 2 * LEAST_PIECE_BYTES;
/** Without, on each: the delay of answers tells too little to go lower. */
const LEAST_BLIND_BYTES = 128 * 1024;
/** Where one lane starts: one round trip on a slow link is not hurt by it. */
const FIRST_BYTES = 256 * 1024;
/** Up to here a start may double. Beyond, the queue would overflow before it shows. */
const DOUBLING_BYTES = 256 * 1024;
/**
 * A lane is worth it for so much of the window: with more of them each waits for its own slow start, with fewer all for
 * a retransmission.
 */
const WORTH_BYTES = 16 * 1024;
/**
 * A lane that has owed an answer for so long waits for a retransmission, or is dead: what it holds is not under way.
 */
const STUCK_MS = 1000;
const LEAST_STUCK_MS = 250;
/** Of answers as late as they are meant to be. */
const STUCK_FACTOR = 3;
/** Beyond this on a lane its SCTP association gains nothing: its own receive window is 5 MiB (dcSCTP, usrsctp less). */
const MOST_BYTES = 4 * 1024 * 1024;
/** On all lanes: what a line of a gigabit and 100 ms holds. */
export const MOST_ALL_BYTES = 12 * 1024 * 1024;

/** Of a round: on a shorter path too few probes would count. */
const LEAST_ROUND_MS = 40;

const START_FACTOR = 1.5;
const QUICK_FACTOR = 1.25;
const DECREASE_FACTOR = 0.9;
const STEP_BYTES = 32 * 1024;
/**
 * Where probes tell the queue: growth by the root of the window is slow on a slow line, and still brings two that share
 * one to equal parts.
 */
const STEP_ROOT = 24;
const LEAST_FACTOR = 0.7;
/** An answer that is late for another reason than the line may be so much later. */
const MOST_WAIT_MS = 200;
/** Probes tell a queue from a late answer: what a start has piled up may go at once. */
const LEAST_PROBED_FACTOR = 0.4;
/** What the window keeps while it gives way. */
const DRAIN_FACTOR = 0.25;

export class RequestWindow {
  private windowBytes = 0;
  private underWay = 0;
  private lanes = 1;
  private readonly controller = new CongestionController();
  private isProbed = false;
  private readonly compressionRatio = new CompressionRatio();
  private readonly delivered = new DeliveryRate();
  private readonly opening = new Opening();
  /** Least delay ever seen. */
  private leastMs: number;
  private round = new Round();
  /** When the round of probes began. */
  private roundMs = 0;
  private asked = 0;
  private answered = 0;
  /** Without probes, the round ends when as much is answered as was asked for by then. */
  private roundEnd = 0;
  /** What was asked for by the last time that it shrank for a queue. */
  private shrinkEnd = 0;
  /** That even the quickest answer of the last round was later than the line explains. */
  private waitMs = 0;
  private drain = new QueueDrain();
  /** What it was when it began to give way. */
  private fullBytes = 0;

  /**
   * @param roundTripMs of the idle path, as ICE has measured it: the first answers come late for another reason, their
   *   block is still being read and signed
   */
  constructor(roundTripMs = Infinity) {
    this.leastMs = roundTripMs;
    this.resize(FIRST_BYTES);
  }

  /** How many lanes there are to fill, 1 or more. */
  setLanes(lanes: number): void {
    const added = Math.max(0, lanes - this.lanes) * (this.isNear ? NEAR_MOST_BYTES : LANE_BYTES);
    this.lanes = lanes;
    if (lanes === 1) this.isProbed = false;
    if (!this.hasProbes) this.resize(this.windowBytes + added);
    else if (!this.isProbed) this.resize(this.opening.startBytes(this.lanes, this.leastMs));
  }

  /** On how many of its lanes to ask, but for the one with the probes. */
  get carriers(): number {
    return Math.ceil((this.drain.isOn ? this.fullBytes : this.windowBytes) / WORTH_BYTES);
  }

  /**
   * As many lanes as what the path holds is worth, the one with the probes included; undefined as long as that is not
   * known.
   */
  get worthLanes(): number | undefined {
    return this.isProbed && this.controller.isBound ? 1 + this.carriers : undefined;
  }

  /**
   * A lane that has owed an answer for so long waits for a retransmission, or is dead: what it holds is not under way.
   */
  get stuckMs(): number {
    return this.isProbed && this.controller.isBound
      ? Math.min(STUCK_MS, Math.max(LEAST_STUCK_MS, STUCK_FACTOR * (this.leastMs + 2 * TARGET_MS)))
      : STUCK_MS;
  }

  get bytes(): number {
    return this.windowBytes;
  }

  get underWayBytes(): number {
    return this.underWay;
  }

  /** Probes tell the delay, or are about to: the lane that carries them should carry nothing else. */
  get hasProbes(): boolean {
    return this.lanes > 1 && this.isFar;
  }

  /**
   * How much to ask for next on a lane.
   *
   * @param laneBytes under way on it
   * @param stuckBytes under way on lanes that do not move: the others do not wait for them
   * @returns 0 when the window is full
   */
  pieceBytes(laneBytes: number, stuckBytes = 0): number {
    const part = this.windowBytes / (this.hasProbes ? Math.min(this.carriers, this.lanes - 1) : this.lanes);
    const { pieceBytes, mostBytes } = this.isNear
      ? nearPieceSize(part, this.compressionRatio.value)
      : farPieceSize(part, this.isAlone ? leastAloneBytes(this.leastMs) : this.windowBytes);
    const free = Math.min(this.openBytes - this.underWay + stuckBytes, mostBytes - laneBytes);
    // Half a piece of capacity is enough: waiting for a whole one would leave the window a quarter empty.
    if (free < pieceBytes / 2) return 0;
    // The very first in two: the small one is here a round trip or two before the whole, while SCTP starts slowly.
    if (this.asked < pieceBytes) return this.asked === 0 ? LEAST_PIECE_BYTES : pieceBytes - this.asked;
    return pieceBytes;
  }

  private get isAlone(): boolean {
    return this.leastMs === Infinity || (this.lanes === 1 && this.isFar);
  }

  /**
   * Of the window: all of it, but for one lane at the start of a far path. It opens as SCTP's does, by what has come in
   * a round trip.
   */
  private get openBytes(): number {
    if (!this.isAlone) return this.windowBytes;
    return Math.min(this.windowBytes, this.opening.aloneBytes(this.leastMs));
  }

  onAsked(bytes: number): void {
    this.underWay += bytes;
    this.asked += bytes;
  }

  /** A part of a request has come. @param lineBytes that it took, compressed */
  onArrived(bytes: number, lineBytes = bytes, nowMs = 0): void {
    this.compressionRatio.onArrived(bytes, lineBytes);
    if (this.isAlone) this.opening.onArrived(bytes, nowMs, this.leastMs);
    this.underWay -= bytes;
    this.answered += bytes;
    this.round.bytes += bytes;
  }

  /** A request is answered in full, `delayMs` after it was made. */
  onAnswered(delayMs: number): void {
    this.round.onAnswer(delayMs);
    if (this.hasProbes) return;
    this.gotDelay(delayMs);
    if (this.answered < this.roundEnd) return;
    this.endRound();
    this.round = new Round();
    this.roundEnd = this.asked;
  }

  /**
   * A probe took so long there and back. @param isBeside bytes are under way on its own lane, and it may have waited
   * for them
   */
  onRoundTrip(ms: number, nowMs: number, isBeside = false): void {
    this.gotLeast(ms);
    if (this.lanes === 1 || this.isNear || (isBeside && ms > this.leastMs + TARGET_MS / 2)) return;
    if (!this.isProbed) this.beginProbed(nowMs);
    this.gotDelay(ms);
    if (this.drain.isOn) return this.endDrain(nowMs);
    if (this.round.delays < 2 || nowMs - this.roundMs < Math.max(this.leastMs, LEAST_ROUND_MS)) return;
    if (!this.controller.isStarting && this.drain.isDue(nowMs, this.leastMs)) this.beginDrain();
    else this.endRound(nowMs - this.roundMs, nowMs);
    this.beginRound(nowMs);
  }

  /** What was asked for will not come. */
  onLost(bytes: number): void {
    this.underWay -= bytes;
    this.answered += bytes;
  }

  private beginProbed(nowMs: number): void {
    this.isProbed = true;
    this.controller.restart();
    this.beginRound(nowMs);
    this.drain = new QueueDrain();
    this.drain.schedule(nowMs, this.leastMs);
    this.resize(Math.min(this.windowBytes, this.opening.startBytes(this.lanes, this.leastMs)));
  }

  private beginDrain(): void {
    this.fullBytes = this.windowBytes;
    this.shrinkEnd = this.asked;
    this.resize(this.windowBytes * DRAIN_FACTOR);
  }

  private endDrain(nowMs: number): void {
    if (!this.drain.isOver(nowMs, this.leastMs, this.underWay <= this.windowBytes + LEAST_BYTES)) return;
    this.resize(this.fullBytes);
    this.beginRound(nowMs);
  }

  private beginRound(nowMs: number): void {
    this.round = new Round();
    this.roundMs = nowMs;
  }

  /** What a far path's queue made of the window is too little for one that turns out to be near. */
  private gotLeast(ms: number): void {
    const wasNear = this.isNear;
    this.leastMs = Math.min(this.leastMs, ms);
    if (this.isNear && !wasNear) this.resize(this.windowBytes);
  }

  private gotDelay(ms: number): void {
    this.gotLeast(ms);
    this.round.onDelay(ms);
  }

  /** @param ms that a round of probes took */
  private endRound(ms?: number, nowMs = 0): void {
    const { windowBytes, underWay: underWayBytes, lanes, leastMs } = this;
    const queue = { queueMs: this.round.leastMs - leastMs, targetMs: this.isNear ? NEAR_TARGET_MS : TARGET_MS };
    const shrinkFactor = (leastMs + queue.targetMs) / (leastMs + queue.queueMs);
    if (ms === undefined) return this.resize(this.moved(this.controller.next(queue), shrinkFactor));
    if (underWayBytes > windowBytes / 2 && this.round.bytes + this.delivered.rate > 0)
      this.delivered.onRound({ bytes: this.round.bytes, ms }, nowMs);
    const pieceMs = LEAST_PIECE_BYTES / this.delivered.rate;
    const next = this.moved(
      this.controller.nextProbed(queue, this.round, { windowBytes, underWayBytes, lanes, leastMs, ms, pieceMs }),
      shrinkFactor,
    );
    if (this.round.quickestMs < Infinity)
      this.waitMs = Math.max(
        0,
        Math.min(
          MOST_WAIT_MS,
          this.round.quickestMs - leastMs - Math.max(0, queue.queueMs) - Math.min(pieceMs, TARGET_MS),
        ),
      );
    if (!this.controller.isBound) return this.resize(next);
    this.drain.onFull();
    this.resize(Math.min(next, Math.max(LEAST_PROBED_FACTOR * windowBytes, this.heldBytes)));
  }

  /**
   * Bandwidth × delay, with a queue: as long as it is meant to be, and up to twice that where what is asked for at once
   * is short against it, for answers wait for their lane as well.
   */
  private get heldBytes(): number {
    const {
      delivered: { rate },
      leastMs,
    } = this;
    const held = (ms: number, pieces: number): number =>
      rate * (leastMs + this.waitMs + ms) - pieces * LEAST_PIECE_BYTES;
    return Math.max(held(TARGET_MS, -0.5), held(2 * TARGET_MS, 1.5), held(5 * TARGET_MS, 12), held(leastMs, 6));
  }

  private moved(move: Move, shrinkFactor: number): number {
    const { windowBytes } = this;
    switch (move) {
      case 'double':
        return windowBytes * (windowBytes < DOUBLING_BYTES ? 2 : START_FACTOR);
      case 'start':
        return windowBytes * START_FACTOR;
      case 'quick':
        return windowBytes * QUICK_FACTOR;
      case 'step':
        return windowBytes + Math.min(STEP_BYTES, this.hasProbes ? STEP_ROOT * Math.sqrt(windowBytes) : STEP_BYTES);
      case 'hold':
        return windowBytes;
      case 'decrease':
        return windowBytes * DECREASE_FACTOR;
      case 'shrink':
        return this.shrunk(shrinkFactor);
    }
  }

  /** Once for all that is under way: before it has come, the queue is the one that the window was shrunk for. */
  private shrunk(factor: number): number {
    if (this.answered < this.shrinkEnd) return this.windowBytes;
    this.shrinkEnd = this.asked;
    this.drain.onFull();
    return this.windowBytes * Math.max(this.hasProbes ? LEAST_PROBED_FACTOR : LEAST_FACTOR, factor);
  }

  private resize(bytes: number): void {
    const least = this.hasProbes ? LEAST_BYTES : LEAST_BLIND_BYTES * this.lanes;
    const mostOfLane = this.isNear ? NEAR_MOST_BYTES * this.compressionRatio.value : MOST_BYTES;
    this.windowBytes = Math.min(MOST_ALL_BYTES, mostOfLane * this.lanes, Math.max(least, bytes));
  }

  /** A round trip is short against the time that a busy machine takes to do anything. */
  get isNear(): boolean {
    return this.leastMs < NEAR_MS;
  }

  private get isFar(): boolean {
    return !this.isNear && this.leastMs < Infinity;
  }
}
