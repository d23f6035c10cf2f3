/**
 * How many bytes a receiver has asked one peer for and not received yet, on all its lanes together: the congestion controller
 * of the transfer (DESIGN, idea 3). An SCTP association left to itself overruns the path's buffer and then crawls by timeouts,
 * so what is under way is held near bandwidth × delay: the window grows until the path's queue delays packets by TARGET_MS.
 *
 * What is asked for cannot tell that delay: an answer also waits for its lane's own congestion window, for retransmissions
 * and for the sender's disk. Probes beside the lanes can (SPEC.md, L5). Each round, one round trip or a little more, counts by its quickest
 * one (growth.ts). On a near path, and on one lane, answers have to do.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
import { LEAST_PIECE_BYTES } from '../protocol/limits.ts';
import { Density } from './density.ts';
import { Ebb } from './ebb.ts';
import { Growth, type Move } from './growth.ts';
import { farPieceSize, nearPieceSize } from './piece-size.ts';
import { Round } from './round.ts';

/** Queueing delay that we allow ourselves: enough to keep a busy link full, too little for a call on it to notice. */
export const TARGET_MS = 25;
/**
 * On a path as short as this what delays answers is the scheduler of a busy machine and not a queue on a line. A window that
 * shrinks for it only leaves the pipeline empty.
 */
export const NEAR_MS = 5;
export const NEAR_TARGET_MS = 100;
/** There, more than this on a lane, as it is on the line, overruns the browser's UDP socket, and gains nothing: what is asked for arrives at once. */
export const NEAR_MOST_BYTES = 128 * 1024;

/** With probes, on all lanes: two of the least pieces, for one would wait for each answer. Where lanes are many, some have nothing to do. */
const LEAST_BYTES = 2 * LEAST_PIECE_BYTES;
/** Without, on each: the delay of answers tells too little to go lower. */
const LEAST_BLIND_BYTES = 128 * 1024;
/** Where one lane starts: one round trip on a slow link is not hurt by it. */
const FIRST_BYTES = 256 * 1024;
/** Of that, on a far path, before anything has come: SCTP starts slowly (RFC 9260, section 7.2.1), and lanes that come meanwhile are to have the rest. */
const SLOW_BYTES = 64 * 1024;
/** Where several start, each: about the congestion window with which SCTP does (RFC 9260, section 7.2.1). */
const LANE_BYTES = 16 * 1024;
/** Beyond this on a lane its SCTP association gains nothing: its own receive window is 5 MiB (dcSCTP, usrsctp less). */
const MOST_BYTES = 4 * 1024 * 1024;
/** On all lanes: what a line of a gigabit and 100 ms holds. */
export const MOST_ALL_BYTES = 12 * 1024 * 1024;

/** Of a round: on a shorter path too few probes would count. */
const LEAST_ROUND_MS = 40;

const START_FACTOR = 1.5;
const QUICK_FACTOR = 1.25;
const EASE_FACTOR = 0.9;
const STEP_BYTES = 32 * 1024;
const LEAST_FACTOR = 0.7;
/** Probes tell a queue from a late answer: what a start has piled up may go at once. */
const LEAST_PROBED_FACTOR = 0.4;
/** What the window keeps while it gives way. */
const EBB_FACTOR = 0.25;

export class RequestWindow {
  private windowBytes = 0;
  private underWay = 0;
  private lanes = 1;
  private readonly growth = new Growth();
  private isProbed = false;
  private readonly density = new Density();
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
  private ebb = new Ebb();
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
    this.resize(this.hasProbes && this.asked === 0 ? this.firstProbedBytes : this.windowBytes + added);
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
   * @returns 0 when there is no room
   */
  pieceBytes(laneBytes: number, stuckBytes = 0): number {
    const part = this.windowBytes / this.lanes;
    const { pieceBytes, mostBytes } = this.isNear ? nearPieceSize(part, this.density.value) : farPieceSize(part);
    const free = Math.min(this.openBytes - this.underWay + stuckBytes, mostBytes - laneBytes);
    // Half a piece of room is enough: waiting for a whole one would leave the window a quarter empty.
    if (free < pieceBytes / 2) return 0;
    // The very first in two: the small one is here a round trip or two before the whole, while SCTP starts slowly.
    if (this.asked < pieceBytes) return this.asked === 0 ? LEAST_PIECE_BYTES : pieceBytes - this.asked;
    return pieceBytes;
  }

  /** Of the window: all of it, but for one lane at the start of a far path. It opens as SCTP's does, by what has come. */
  private get openBytes(): number {
    return this.lanes === 1 && this.isFar ? Math.min(this.windowBytes, SLOW_BYTES + this.answered) : this.windowBytes;
  }

  onAsked(bytes: number): void {
    this.underWay += bytes;
    this.asked += bytes;
  }

  /** A part of a request has come. @param lineBytes that it took, packed */
  onArrived(bytes: number, lineBytes = bytes): void {
    this.density.onArrived(bytes, lineBytes);
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

  /** A probe took so long there and back. */
  onRoundTrip(ms: number, nowMs: number): void {
    this.gotLeast(ms);
    if (this.lanes === 1 || this.isNear) return; // it may have waited for the bytes beside it
    if (!this.isProbed) this.beginProbed(nowMs);
    this.gotDelay(ms);
    if (this.ebb.isOn) return this.endEbb(nowMs);
    if (this.round.delays < 2 || nowMs - this.roundMs < Math.max(this.leastMs, LEAST_ROUND_MS)) return;
    if (!this.growth.isStarting && this.ebb.isDue(nowMs, this.leastMs)) this.beginEbb();
    else this.endRound(nowMs - this.roundMs);
    this.beginRound(nowMs);
  }

  /** What was asked for will not come. */
  onLost(bytes: number): void {
    this.underWay -= bytes;
    this.answered += bytes;
  }

  private beginProbed(nowMs: number): void {
    this.isProbed = true;
    this.growth.restart();
    this.beginRound(nowMs);
    this.ebb = new Ebb();
    this.ebb.schedule(nowMs, this.leastMs);
    this.resize(Math.min(this.windowBytes, this.firstProbedBytes));
  }

  private get firstProbedBytes(): number {
    return FIRST_BYTES / 4 + LANE_BYTES * this.lanes;
  }

  private beginEbb(): void {
    this.fullBytes = this.windowBytes;
    this.shrinkEnd = this.asked;
    this.resize(this.windowBytes * EBB_FACTOR);
  }

  private endEbb(nowMs: number): void {
    if (!this.ebb.isOver(nowMs, this.leastMs, this.underWay <= this.windowBytes + LEAST_BYTES)) return;
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
  private endRound(ms?: number): void {
    const { windowBytes, underWay: underWayBytes, lanes, leastMs } = this;
    const queue = { queueMs: this.round.leastMs - leastMs, targetMs: this.isNear ? NEAR_TARGET_MS : TARGET_MS };
    const move = ms === undefined ? this.growth.next(queue) : this.growth.nextProbed(queue, this.round, { windowBytes, underWayBytes, lanes, leastMs, ms });
    this.resize(this.moved(move, (leastMs + queue.targetMs) / (leastMs + queue.queueMs)));
  }

  private moved(move: Move, shrinkFactor: number): number {
    const { windowBytes } = this;
    switch (move) {
      case 'start':
        return windowBytes * START_FACTOR;
      case 'quick':
        return windowBytes * QUICK_FACTOR;
      case 'step':
        return windowBytes + STEP_BYTES;
      case 'hold':
        return windowBytes;
      case 'ease':
        return windowBytes * EASE_FACTOR;
      case 'shrink':
        return this.shrunk(shrinkFactor);
    }
  }

  /** Once for all that is under way: before it has come, the queue is the one that the window was shrunk for. */
  private shrunk(factor: number): number {
    if (this.answered < this.shrinkEnd) return this.windowBytes;
    this.shrinkEnd = this.asked;
    this.ebb.onFull();
    return this.windowBytes * Math.max(this.hasProbes ? LEAST_PROBED_FACTOR : LEAST_FACTOR, factor);
  }

  private resize(bytes: number): void {
    const least = this.hasProbes ? LEAST_BYTES : LEAST_BLIND_BYTES * this.lanes;
    const mostOfLane = this.isNear ? NEAR_MOST_BYTES * this.density.value : MOST_BYTES;
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

