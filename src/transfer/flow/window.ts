/**
 * How many bytes a receiver has asked one peer for and has not received yet, on all lanes together. This is the
 * congestion window of a transfer: an SCTP association left to itself overruns the path's buffer, and then crawls from
 * one retransmission timeout to the next.
 *
 * The law:
 *
 * 1. The window is meant to hold the path's bandwidth-delay product and a queue of TARGET_MS: the bandwidth is the most
 *    that came lately (BBR's max filter, delivery-rate.ts), the delay is the least ever seen (BBR's min RTT).
 * 2. It begins in slow start (opening.ts), which ends at the first queue, or when the lanes carry no more.
 * 3. From then on it grows by a step a round and shrinks in proportion to a queue that is longer than the target
 *    (additive increase, multiplicative decrease by delay, as in LEDBAT: congestion-controller.ts).
 * 4. As long as there is a queue the line is full, and the window may not exceed that product with its queue: a small
 *    buffer drops what is more, and delays it no further.
 * 5. Now and then it drains the queue for a round trip, so that the path's own length shows to all who share the line
 *    (BBR's ProbeRTT, queue-drain.ts).
 *
 * Probes measure the delay beside the lanes (SPEC.md, L5), because an answer also waits for its lane and for
 * retransmissions. On a near path and on one lane there are none, and the delay of answers has to do. So there are four
 * modes: near and alone (answer-modes.ts), waiting and probing (probe-modes.ts). How much to ask for at once
 * (piece-size.ts) and on how many lanes follow from the window: a slow line has one or two lanes and small pieces, a
 * fast and far one all of them.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
import { LEAST_PIECE_BYTES } from '../../protocol/limits.ts';
import { AloneMode, AnswerRounds, NearMode, type Mode } from './answer-modes.ts';
import { CongestionController } from './congestion-controller.ts';
import { Flight, TARGET_MS } from './flight.ts';
import { Opening } from './opening.ts';
import { ProbeMode, WaitingMode } from './probe-modes.ts';

/** Where one lane starts: one round trip on a slow link is not hurt by it. */
const FIRST_BYTES = 256 * 1024;
/** How long a lane may owe an answer, at the least and at the most, before it counts as stuck. */
const STUCK_MS = 1000;
const LEAST_STUCK_MS = 250;
/** The same in times of the longest delay that an answer is meant to have. */
const STUCK_FACTOR = 3;

export class RequestWindow {
  private readonly flight: Flight;
  private readonly controller = new CongestionController();
  private readonly near: NearMode;
  private readonly alone: AloneMode;
  private readonly waiting: WaitingMode;
  private readonly probing: ProbeMode;
  private readonly opening = new Opening();
  /** A probe has come back since there are several lanes. */
  private isProbed = false;

  /**
   * @param roundTripMs of the idle path, as ICE has measured it: the first answers come late for another reason, their
   *   block is still being read and signed
   */
  constructor(roundTripMs = Infinity) {
    const { controller, opening } = this;
    const flight = new Flight(roundTripMs, FIRST_BYTES);
    const rounds = new AnswerRounds(flight, controller);
    this.flight = flight;
    this.near = new NearMode(flight, rounds);
    this.alone = new AloneMode(flight, rounds, opening);
    this.probing = new ProbeMode({ flight, controller, opening });
    this.waiting = new WaitingMode({ flight, controller, opening }, this.probing);
  }

  private get mode(): Mode {
    if (this.flight.isNear) return this.near;
    if (!this.flight.hasProbes) return this.alone;
    return this.isProbed ? this.probing : this.waiting;
  }

  /** How many lanes there are to fill, 1 or more. */
  setLanes(lanes: number): void {
    const added = Math.max(0, lanes - this.flight.lanes);
    this.flight.lanes = lanes;
    if (lanes === 1) this.isProbed = false;
    this.mode.onLanes(added);
  }

  /** On how many of its lanes to ask, without the one that carries the probes. */
  get carriers(): number {
    return this.probing.carriers;
  }

  /**
   * How many lanes the window is worth, with the one that carries the probes; undefined as long as that is not known.
   */
  get worthLanes(): number | undefined {
    return this.isLineKnown ? 1 + this.carriers : undefined;
  }

  /**
   * A lane that has owed an answer for so long waits for a retransmission, or is dead: its bytes do not count as in
   * flight.
   */
  get stuckMs(): number {
    return this.isLineKnown
      ? Math.min(STUCK_MS, Math.max(LEAST_STUCK_MS, STUCK_FACTOR * (this.flight.leastMs + 2 * TARGET_MS)))
      : STUCK_MS;
  }

  private get isLineKnown(): boolean {
    return this.isProbed && this.controller.isBound;
  }

  get bytes(): number {
    return this.flight.bytes;
  }

  get underWayBytes(): number {
    return this.flight.underWayBytes;
  }

  /** Probes tell the delay, or are about to: the lane that carries them should carry nothing else. */
  get hasProbes(): boolean {
    return this.flight.hasProbes;
  }

  /** A round trip is short against the time that a busy machine takes to do anything. */
  get isNear(): boolean {
    return this.flight.isNear;
  }

  /**
   * How much to ask for next on a lane.
   *
   * @param laneBytes under way on it
   * @param stuckBytes under way on lanes that do not move: the others do not wait for them
   * @returns 0 when the window is full
   */
  pieceBytes(laneBytes: number, stuckBytes = 0): number {
    const { mode } = this;
    const { underWayBytes, askedBytes } = this.flight;
    const { pieceBytes, mostBytes } = mode.pieceSize;
    const free = Math.min(mode.openBytes - underWayBytes + stuckBytes, mostBytes - laneBytes);
    // Half a piece of capacity is enough: waiting for a whole one would leave the window a quarter empty.
    if (free < pieceBytes / 2) return 0;
    // The very first piece in two: the small one is here a round trip or two before the whole, while SCTP starts
    // slowly.
    if (askedBytes < pieceBytes) return askedBytes === 0 ? LEAST_PIECE_BYTES : pieceBytes - askedBytes;
    return pieceBytes;
  }

  onAsked(bytes: number): void {
    this.flight.onAsked(bytes);
  }

  /** A part of a request has come. @param lineBytes that it took, compressed */
  onArrived(bytes: number, lineBytes = bytes, nowMs = 0): void {
    this.flight.compressionRatio.onArrived(bytes, lineBytes);
    this.mode.onArrived(bytes, nowMs);
    this.flight.onArrived(bytes);
  }

  /** A request is answered in full, `delayMs` after it was made. */
  onAnswered(delayMs: number): void {
    this.flight.round.onAnswer(delayMs);
    this.mode.onAnswered(delayMs);
  }

  /**
   * A probe took so long there and back. @param isBeside bytes are under way on its own lane, and it may have waited
   * for them
   */
  onRoundTrip(ms: number, nowMs: number, isBeside = false): void {
    this.flight.onRoundTrip(ms);
    if (!this.flight.hasProbes || (isBeside && ms > this.flight.leastMs + TARGET_MS / 2)) return;
    if (!this.isProbed) {
      this.isProbed = true;
      this.probing.begin(nowMs);
    }
    this.probing.onRoundTrip(ms, nowMs);
  }

  /** What was asked for will not come. */
  onLost(bytes: number): void {
    this.flight.onLost(bytes);
  }
}
