/**
 * When a window gives way, so that the path's queue runs dry and its own length shows: to a newcomer, the queue of
 * those before it looks like a part of the path, and it would keep one of its own on top of that and starve them (RFC
 * 6817, section 4.4; BBR's ProbeRTT). Seldom where nothing new is seen, soon again where something is; never where it
 * keeps no queue.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
const FIRST_MS = 1500;
const MOST_MS = 10_000;
/** In round trips, where these take longer: each time costs a long path four of them (0.7 s with 150 ms). */
const FIRST_ROUNDS = 20;
const MOST_ROUNDS = 100;
/** Delays differ by as much without any queue. */
const NEWS_MS = 2;
/** A lane that waits for a retransmission may not have the others wait. */
const PATIENCE_MS = 500;

export class QueueDrain {
  private everyMs = FIRST_MS;
  private dueMs = Infinity;
  private isFull = false;
  /** Until when, and what the path's length was thought to be before; while it lasts. */
  private current: { untilMs: number; readonly leastMs: number } | undefined;

  get isOn(): boolean {
    return this.current !== undefined;
  }

  /** From now on. @param leastMs of the path, as far as is known */
  schedule(nowMs: number, leastMs: number): void {
    this.everyMs = Math.max(FIRST_MS, FIRST_ROUNDS * leastMs);
    this.dueMs = nowMs + this.everyMs;
  }

  /** The window has shrunk for a queue. */
  onFull(): void {
    this.isFull = true;
  }

  /** True when it begins. @param leastMs of the path, as far as is known */
  isDue(nowMs: number, leastMs: number): boolean {
    if (nowMs < this.dueMs || !this.isFull) return false;
    this.isFull = false;
    this.dueMs = nowMs;
    this.current = { untilMs: nowMs + leastMs, leastMs };
    return true;
  }

  /**
   * True when it ends, a round trip after what was asked for before has come.
   * @param leastMs of the path, as far as is known now
   */
  isOver(nowMs: number, leastMs: number, isDrained: boolean): boolean {
    if (this.current === undefined) return true;
    if (!isDrained && nowMs < this.dueMs + PATIENCE_MS) this.current.untilMs = nowMs + leastMs;
    if (nowMs < this.current.untilMs) return false;
    const firstMs = Math.max(FIRST_MS, FIRST_ROUNDS * leastMs);
    const mostMs = Math.max(MOST_MS, MOST_ROUNDS * leastMs);
    this.everyMs = leastMs < this.current.leastMs - NEWS_MS ? firstMs : Math.min(mostMs, 2 * this.everyMs);
    this.current = undefined;
    this.dueMs = nowMs + this.everyMs;
    return true;
  }
}
