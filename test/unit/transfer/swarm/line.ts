/**
 * One peer's line: an uplink that its askers share fairly by bytes, chunk by chunk, and a downlink that takes what
 * comes in its order.
 */
import type { Clock } from './clock.ts';

/** Somebody who waits for bytes on an uplink. */
export interface Asker {
  /** Asked for, and not sent. */
  readonly unsentBytes: number;
  /** Sends one chunk. @returns its bytes and what happens when it is here */
  send(): { readonly bytes: number; readonly to: Line; readonly arrive: () => void } | undefined;
}

/** An asker keeps its turn for so many bytes, where turns are limited, and as long as it asks again at once. */
const TURN_BYTES = 2 ** 20;
const TURN_GRACE_MS = 100;

interface Turn {
  readonly asker: Asker;
  bytes: number;
  lastMs: number;
}

export interface LineRates {
  /** Bytes per ms. */
  readonly up: number;
  readonly down: number;
  /** Of the path to any other, one way. */
  readonly delayMs: number;
  /** Askers that are served at once, at the most. */
  readonly turns: number;
}

export class Line {
  sentBytes = 0;
  private readonly waiting: Asker[] = [];
  private turns: Turn[] = [];
  private isSending = false;
  private downFreeMs = 0;

  private readonly clock: Clock;
  private readonly rates: LineRates;

  constructor(clock: Clock, rates: LineRates) {
    this.clock = clock;
    this.rates = rates;
  }

  /** It has asked for something. */
  wake(asker: Asker): void {
    if (!this.waiting.includes(asker) && !this.turns.some((turn) => turn.asker === asker)) this.waiting.push(asker);
    if (!this.isSending) this.next();
  }

  private next(): void {
    const turn = this.nextTurn();
    const chunk = turn?.asker.send();
    if (turn === undefined || chunk === undefined) return;
    turn.bytes += chunk.bytes;
    turn.lastMs = this.clock.nowMs;
    this.sentBytes += chunk.bytes;
    this.isSending = true;
    this.clock.after(chunk.bytes / this.rates.up, () => {
      this.isSending = false;
      chunk.to.receive(chunk.bytes, chunk.arrive);
      this.next();
    });
  }

  private nextTurn(): Turn | undefined {
    const { nowMs } = this.clock;
    const isOver = ({ asker, bytes, lastMs }: Turn): boolean =>
      this.rates.turns === Infinity
        ? asker.unsentBytes === 0
        : bytes >= TURN_BYTES || (asker.unsentBytes === 0 && nowMs - lastMs > TURN_GRACE_MS);
    for (const turn of this.turns.filter(isOver)) {
      this.turns.splice(this.turns.indexOf(turn), 1);
      if (turn.asker.unsentBytes > 0) this.waiting.push(turn.asker);
    }
    while (this.turns.length < this.rates.turns) {
      const asker = this.waiting.shift();
      if (asker === undefined) break;
      if (asker.unsentBytes > 0) this.turns.push({ asker, bytes: 0, lastMs: nowMs });
    }
    const index = this.turns.findIndex(({ asker }) => asker.unsentBytes > 0);
    const [turn] = index < 0 ? [] : this.turns.splice(index, 1);
    if (turn !== undefined) this.turns.push(turn);
    return turn;
  }

  /** A path's delay is in it. */
  private receive(bytes: number, arrive: () => void): void {
    const beginMs = Math.max(this.clock.nowMs + this.rates.delayMs, this.downFreeMs);
    this.downFreeMs = beginMs + bytes / this.rates.down;
    this.clock.at(this.downFreeMs, arrive);
  }
}
