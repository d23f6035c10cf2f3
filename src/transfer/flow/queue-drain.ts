/**
 * When a window drains the path's queue, so that probes see the path's own length (BBR's ProbeRTT). Without it, a new
 * transfer takes the queue of the transfers before it for a part of the path, keeps a queue of its own on top, and
 * starves them (RFC 6817, section 4.4). A drain that finds nothing new doubles the time to the next one; a drain that
 * finds a shorter path sets it back. A window that keeps no queue never drains.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
const FIRST_MS = 1500;
const MOST_MS = 10_000;
/** The same in round trips, for long paths, if that is longer: a drain costs four of them (0.7 s with 150 ms). */
const FIRST_ROUNDS = 20;
const MOST_ROUNDS = 100;
/** Delays vary by this much without any queue. */
const NEWS_MS = 2;
/**
 * How long a drain waits for the bytes in flight: one lane that waits for a retransmission must not hold up the rest.
 */
const PATIENCE_MS = 500;

export class QueueDrain {
  private everyMs = FIRST_MS;
  private dueMs = Infinity;
  private isFull = false;
  /** While a drain lasts: when it ends, and the path's length as it was known before. */
  private current: { untilMs: number; readonly leastMs: number } | undefined;

  get isOn(): boolean {
    return this.current !== undefined;
  }

  /** Starts the schedule. @param leastMs the path's length, as far as it is known */
  schedule(nowMs: number, leastMs: number): void {
    this.everyMs = Math.max(FIRST_MS, FIRST_ROUNDS * leastMs);
    this.dueMs = nowMs + this.everyMs;
  }

  /** The window has shrunk for a queue. */
  onFull(): void {
    this.isFull = true;
  }

  /** True when a drain begins. @param leastMs the path's length, as far as it is known */
  isDue(nowMs: number, leastMs: number): boolean {
    if (nowMs < this.dueMs || !this.isFull) return false;
    this.isFull = false;
    this.dueMs = nowMs;
    this.current = { untilMs: nowMs + leastMs, leastMs };
    return true;
  }

  /**
   * True when the drain ends: one round trip after the bytes that were in flight before it have come.
   * @param leastMs the path's length, as far as it is known now
   * @param isDrained these bytes have come
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
