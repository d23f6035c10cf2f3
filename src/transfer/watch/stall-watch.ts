/**
 * Decides what to do about a transfer that stalls. A slow transfer does not stall: any chunk counts. When no bytes come
 * at all, the link is dead, whatever state the browser reports (for example, one side has a new address). First the
 * same link looks for another path (ICE restart). Then the link is replaced, again and again.
 *
 * The UI says that the transfer waits before the link is restarted, and also when bytes only trickle. A progress bar
 * counts whole blocks, so it stands still for longer than the bytes do.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */

/** A whole chunk takes less than this on the slowest useful line (8 KB/s). */
export const STALL_MS = 8_000;
/** Sooner than a new link: an ICE restart costs a few messages and interrupts nothing. */
export const RESTART_MS = STALL_MS / 2;
/** A link that is being made has longer: on a slow path it would never be ready in time otherwise. */
export const TRYING_MS = 2 * STALL_MS;
/** Once bytes have come, the UI tells of a silence this long. */
const TELL_MS = 2_500;
/** After this many new links in a row without a byte, the transfer counts as stalled and not as reconnecting. */
const HOPES = 3;

/**
 * Time constants of two exponential averages of the rate: the rate now, and the usual rate. The usual rate begins as a
 * plain mean, so that it rises fast at first, and it falls slowly.
 */
const NOW_MS = 1_200;
const USUAL_MS = 10_000;
/** A rate below this part of the usual one is a trickle. It ends at twice that part. */
const TRICKLE = 1 / 8;

export class StallWatch {
  private isRestarted = false;
  private refreshes = 0;
  private checkedMs: number;
  private bytesSinceCheck = 0;
  /** Bytes per millisecond on the line; undefined before the first check with bytes. */
  private rates: { now: number; usual: number; sinceMs: number } | undefined;
  /** Hardly any bytes come, whatever state the link reports. The UI says so. */
  isStill = false;

  private sinceMs: number;

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs;
    this.checkedMs = sinceMs;
  }

  /** A chunk has come. @param bytes its size on the line */
  onBytes(nowMs: number, bytes: number): void {
    this.bytesSinceCheck += bytes;
    this.onLife(nowMs);
  }

  /** No bytes are expected now: somebody paused the transfer, or the disk or the sender's browser is busy. */
  onIdle(nowMs: number): void {
    this.rates = undefined;
    this.bytesSinceCheck = 0;
    this.checkedMs = nowMs;
    this.isStill = false;
    this.onLife(nowMs);
  }

  private onLife(nowMs: number): void {
    this.sinceMs = nowMs;
    this.isRestarted = false;
    this.refreshes = 0;
  }

  /** Call it once a second or more often. @param isTrying a peer was greeted, or a link to one is being made */
  check(nowMs: number, isTrying: boolean): 'wait' | 'restart' | 'refresh' {
    const silentMs = nowMs - this.sinceMs;
    // Before the first bytes a longer silence is normal.
    this.isStill = this.isTrickling(nowMs) || silentMs >= (this.rates === undefined ? RESTART_MS : TELL_MS);
    if (silentMs >= (isTrying ? TRYING_MS : STALL_MS)) {
      this.sinceMs = nowMs;
      this.isRestarted = false;
      this.refreshes += 1;
      return 'refresh';
    }
    if (silentMs < RESTART_MS || isTrying || this.isRestarted) return 'wait';
    this.isRestarted = true;
    return 'restart';
  }

  private isTrickling(nowMs: number): boolean {
    const spanMs = nowMs - this.checkedMs;
    if (spanMs <= 0) return this.isStill;
    const rate = this.bytesSinceCheck / spanMs;
    this.checkedMs = nowMs;
    this.bytesSinceCheck = 0;
    if (this.rates === undefined) {
      if (rate > 0) this.rates = { now: rate, usual: rate, sinceMs: nowMs - spanMs };
      return this.isStill && rate === 0;
    }
    const { now, usual, sinceMs } = this.rates;
    const usualMs = rate < usual ? USUAL_MS : Math.min(USUAL_MS, nowMs - sinceMs);
    this.rates = { now: average(now, rate, spanMs / NOW_MS), usual: average(usual, rate, spanMs / usualMs), sinceMs };
    return this.rates.now < this.rates.usual * (this.isStill ? 2 * TRICKLE : TRICKLE);
  }

  /** Several new links brought no byte: there is nothing left to do but wait for the other side. */
  get isStalled(): boolean {
    return this.refreshes >= HOPES;
  }
}

/** An exponential average after one more value. @param span for how long, in time constants of the average */
const average = (before: number, value: number, span: number): number => value + (before - value) * Math.exp(-span);
