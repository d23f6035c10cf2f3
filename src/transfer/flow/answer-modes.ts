/**
 * The modes of a window that has no probes: only the delay of answers tells of a queue. An answer also waits for its
 * lane and for retransmissions, so these modes take large steps, do not shrink far, and never go very low.
 *
 * - NearMode: a near path, with any number of lanes.
 * - AloneMode: one lane on a far path, or a path whose length is not known yet. It begins as SCTP's slow start does.
 */
import type { CongestionController } from './congestion-controller.ts';
import { NEAR_MOST_BYTES, type Flight } from './flight.ts';
import { LANE_BYTES, leastAloneBytes, type Opening } from './opening.ts';
import { farPieceSize, nearPieceSize, type PieceSize } from './piece-size.ts';
import { Round } from './round.ts';

const STEP_BYTES = 32 * 1024;
const LEAST_FACTOR = 0.7;

/** What decides about a window, under one condition of its path and its lanes. */
export interface Mode {
  /** How many of the window's bytes may be in flight now. */
  readonly openBytes: number;
  /** How much to ask for at once on one lane. */
  readonly pieceSize: PieceSize;
  /** There are other lanes than before. @param added how many more; 0 when there are fewer */
  onLanes(added: number): void;
  /** A part of an answer has come. */
  onArrived(bytes: number, nowMs: number): void;
  /** An answer is complete, `delayMs` after it was asked for. */
  onAnswered(delayMs: number): void;
}

/** One round lasts until as much is answered as was asked for when it began. */
export class AnswerRounds {
  private readonly flight: Flight;
  private readonly controller: CongestionController;
  private endBytes = 0;

  constructor(flight: Flight, controller: CongestionController) {
    this.flight = flight;
    this.controller = controller;
  }

  onAnswered(delayMs: number): void {
    const { flight } = this;
    flight.onDelay(delayMs);
    if (flight.answeredBytes < this.endBytes) return;
    const { queue } = flight;
    const sizes = { stepBytes: STEP_BYTES, leastFactor: LEAST_FACTOR };
    flight.resize(flight.moved(this.controller.next(queue), queue, sizes));
    flight.round = new Round();
    this.endBytes = flight.askedBytes;
  }
}

export class NearMode implements Mode {
  private readonly flight: Flight;
  private readonly rounds: AnswerRounds;

  constructor(flight: Flight, rounds: AnswerRounds) {
    this.flight = flight;
    this.rounds = rounds;
  }

  get openBytes(): number {
    return this.flight.bytes;
  }

  get pieceSize(): PieceSize {
    const { bytes, lanes, compressionRatio } = this.flight;
    return nearPieceSize(bytes / lanes, compressionRatio.value);
  }

  onLanes(added: number): void {
    this.flight.resize(this.flight.bytes + added * NEAR_MOST_BYTES);
  }

  onArrived(): void {}

  onAnswered(delayMs: number): void {
    this.rounds.onAnswered(delayMs);
  }
}

export class AloneMode implements Mode {
  private readonly flight: Flight;
  private readonly rounds: AnswerRounds;
  private readonly opening: Opening;

  constructor(flight: Flight, rounds: AnswerRounds, opening: Opening) {
    this.flight = flight;
    this.rounds = rounds;
    this.opening = opening;
  }

  /** It opens as SCTP does, by what has come in a round trip. */
  get openBytes(): number {
    return Math.min(this.flight.bytes, this.opening.aloneBytes(this.flight.leastMs));
  }

  get pieceSize(): PieceSize {
    const { bytes, lanes, leastMs } = this.flight;
    return farPieceSize(bytes / lanes, leastAloneBytes(leastMs));
  }

  onLanes(added: number): void {
    this.flight.resize(this.flight.bytes + added * LANE_BYTES);
  }

  onArrived(bytes: number, nowMs: number): void {
    this.opening.onArrived(bytes, nowMs, this.flight.leastMs);
  }

  onAnswered(delayMs: number): void {
    this.rounds.onAnswered(delayMs);
  }
}
