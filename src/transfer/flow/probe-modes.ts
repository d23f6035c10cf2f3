/**
 * The modes of a window on several lanes of a far path. One lane carries probes and nothing else, and these tell the
 * path's length and its queue (SPEC.md, L5).
 *
 * - WaitingMode: no probe has come back yet. The window is what the opening says.
 * - ProbeMode: a round lasts about one round trip. After each the congestion controller moves the window, and the
 *   window is limited to the bandwidth-delay product with a queue. Now and then the window drains that queue.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
import { LEAST_PIECE_BYTES } from '../../protocol/limits.ts';
import type { Mode } from './answer-modes.ts';
import type { CongestionController } from './congestion-controller.ts';
import { DeliveryRate } from './delivery-rate.ts';
import { TARGET_MS, type Flight } from './flight.ts';
import type { Opening } from './opening.ts';
import { farPieceSize, type PieceSize } from './piece-size.ts';
import { QueueDrain } from './queue-drain.ts';
import { Round } from './round.ts';

/** A round lasts at least this long: on a shorter path too few probes would count. */
const LEAST_ROUND_MS = 40;
const MOST_STEP_BYTES = 32 * 1024;
/**
 * A step is this times the root of the window: slow on a slow line, and two windows that share a line still come to
 * equal parts.
 */
const STEP_ROOT = 24;
/** Probes tell a queue from a late answer: what a start has piled up may go at once. */
const LEAST_FACTOR = 0.4;
/** The part of the window that is left while it drains the queue. */
const DRAIN_FACTOR = 0.25;
/** An answer can be this late for another reason than the line. */
const MOST_WAIT_MS = 200;
/** One lane more is worth it for so much of the window: each has a slow start of its own. */
const WORTH_BYTES = 16 * 1024;

/** The parts that the modes of several lanes share. */
export interface ProbeParts {
  readonly flight: Flight;
  readonly controller: CongestionController;
  readonly opening: Opening;
}

/** Either rounds follow each other, or the window drains the queue and comes back to its full size after it. */
type Phase =
  | { readonly type: 'rounds'; readonly sinceMs: number }
  | { readonly type: 'drain'; readonly fullBytes: number };

export class ProbeMode implements Mode {
  private readonly flight: Flight;
  private readonly controller: CongestionController;
  private readonly opening: Opening;
  private readonly delivered = new DeliveryRate();
  private drain = new QueueDrain();
  private phase: Phase = { type: 'rounds', sinceMs: 0 };
  /** By how much even the quickest answer of the last round was later than the line explains. */
  private waitMs = 0;

  constructor({ flight, controller, opening }: ProbeParts) {
    this.flight = flight;
    this.controller = controller;
    this.opening = opening;
  }

  /** On how many of its lanes to ask, without the one that carries the probes. */
  get carriers(): number {
    return Math.ceil((this.phase.type === 'drain' ? this.phase.fullBytes : this.flight.bytes) / WORTH_BYTES);
  }

  get openBytes(): number {
    return this.flight.bytes;
  }

  get pieceSize(): PieceSize {
    const { bytes, lanes } = this.flight;
    return farPieceSize(bytes / Math.min(this.carriers, lanes - 1), bytes);
  }

  onLanes(): void {}

  onArrived(): void {}

  onAnswered(): void {}

  /** The first probe has come back. */
  begin(nowMs: number): void {
    const { bytes, lanes, leastMs } = this.flight;
    this.controller.restart();
    this.beginRound(nowMs);
    this.drain = new QueueDrain();
    this.drain.schedule(nowMs, leastMs);
    this.flight.resize(Math.min(bytes, this.opening.startBytes(lanes, leastMs)));
  }

  /** A probe took so long there and back. */
  onRoundTrip(ms: number, nowMs: number): void {
    const { flight, phase, drain, controller } = this;
    flight.onDelay(ms);
    if (phase.type === 'drain') {
      if (!drain.isOver(nowMs, flight.leastMs, flight.isDrained)) return;
      flight.resize(phase.fullBytes);
      return this.beginRound(nowMs);
    }
    const roundMs = nowMs - phase.sinceMs;
    if (flight.round.delays < 2 || roundMs < Math.max(flight.leastMs, LEAST_ROUND_MS)) return;
    if (!controller.isStarting && drain.isDue(nowMs, flight.leastMs)) return this.beginDrain();
    this.endRound(roundMs, nowMs);
    this.beginRound(nowMs);
  }

  private beginRound(nowMs: number): void {
    this.flight.round = new Round();
    this.phase = { type: 'rounds', sinceMs: nowMs };
  }

  private beginDrain(): void {
    this.flight.round = new Round();
    this.phase = { type: 'drain', fullBytes: this.flight.bytes };
    this.flight.markShrink();
    this.flight.resize(this.flight.bytes * DRAIN_FACTOR);
  }

  private endRound(ms: number, nowMs: number): void {
    const { flight, controller, delivered, drain } = this;
    const { bytes: windowBytes, underWayBytes, lanes, leastMs, round, queue } = flight;
    if (underWayBytes > windowBytes / 2 && round.bytes + delivered.rate > 0)
      delivered.onRound({ bytes: round.bytes, ms }, nowMs);
    const pieceMs = LEAST_PIECE_BYTES / delivered.rate;
    const move = controller.nextProbed(queue, round, { windowBytes, underWayBytes, lanes, leastMs, ms, pieceMs });
    const stepBytes = Math.min(MOST_STEP_BYTES, STEP_ROOT * Math.sqrt(windowBytes));
    const next = flight.moved(move, queue, { stepBytes, leastFactor: LEAST_FACTOR });
    this.gotWait(queue.queueMs, pieceMs);
    if (!controller.isBound) return flight.resize(next);
    drain.onFull();
    flight.resize(Math.min(next, Math.max(LEAST_FACTOR * windowBytes, this.heldBytes)));
  }

  private gotWait(queueMs: number, pieceMs: number): void {
    const { round, leastMs } = this.flight;
    if (round.quickestMs === Infinity) return;
    const waitMs = round.quickestMs - leastMs - Math.max(0, queueMs) - Math.min(pieceMs, TARGET_MS);
    this.waitMs = Math.max(0, Math.min(MOST_WAIT_MS, waitMs));
  }

  /**
   * The bandwidth-delay product with a queue: as long as it is meant to be, and up to twice that where what is asked
   * for at once is short against it, because answers wait for their lane as well.
   */
  private get heldBytes(): number {
    const { rate } = this.delivered;
    const { leastMs } = this.flight;
    const held = (ms: number, pieces: number): number =>
      rate * (leastMs + this.waitMs + ms) - pieces * LEAST_PIECE_BYTES;
    return Math.max(held(TARGET_MS, -0.5), held(2 * TARGET_MS, 1.5), held(5 * TARGET_MS, 12), held(leastMs, 6));
  }
}

export class WaitingMode implements Mode {
  private readonly flight: Flight;
  private readonly opening: Opening;
  private readonly probes: ProbeMode;

  /** @param probes the mode that follows */
  constructor({ flight, opening }: ProbeParts, probes: ProbeMode) {
    this.flight = flight;
    this.opening = opening;
    this.probes = probes;
  }

  get openBytes(): number {
    return this.flight.bytes;
  }

  get pieceSize(): PieceSize {
    return this.probes.pieceSize;
  }

  onLanes(): void {
    this.flight.resize(this.opening.startBytes(this.flight.lanes, this.flight.leastMs));
  }

  onArrived(): void {}

  onAnswered(): void {}
}
