/**
 * Decides what to do about a transfer in which nothing moves. A slow transfer is no stall: any chunk counts. When
 * nothing at all comes, the link is dead, whatever the browser says of it (one side may have another address now).
 * First the same link looks for another path (ICE restart), then the link is replaced, again and again. People are told
 * meanwhile that it waits.
 *
 * People are told earlier than the link is touched, and also when the bytes only trickle: a progress bar counts whole
 * blocks, so it stands still for longer than the bytes do.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */

/** A whole chunk takes no longer than this on any line that is of use (8 KB/s). */
export const STALL_MS = 8_000;
/** Half of that: a restart costs a few messages and interrupts nothing. */
export const RESTART_MS = STALL_MS / 2;
/** A new link that is being made is given longer, or on a slow path none would ever be there in time. */
export const TRYING_MS = 2 * STALL_MS;
/** Silence that people are told of, once bytes have come: a progress bar of whole blocks stands still for longer. */
const TELL_MS = 2_500;
/** Fresh links in a row that brought nothing: then it is not said to be reconnecting any more. */
const HOPES = 3;

/**
 * What comes now, and what usually comes: exponential averages of the rate. The second rises as the plain mean at first,
 * and falls slowly.
 */
const NOW_MS = 1_200;
const USUAL_MS = 10_000;
/** Less than this part of the usual rate is a trickle, until twice that comes again. */
const TRICKLE = 1 / 8;

export class StallWatch {
  private isRestarted = false;
  private refreshes = 0;
  private checkedMs: number;
  private bytesSinceCheck = 0;
  /** Bytes per millisecond on the line; undefined before the first check with bytes. */
  private rates: { now: number; usual: number; sinceMs: number } | undefined;
  /** Hardly anything comes, whatever the link says of itself. People want to know before they wonder. */
  isStill = false;

  private sinceMs: number;

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs;
    this.checkedMs = sinceMs;
  }

  /** A chunk has come. @param bytes on the line */
  onBytes(nowMs: number, bytes: number): void {
    this.bytesSinceCheck += bytes;
    this.onLife(nowMs);
  }

  /** Nothing is expected to come: somebody paused the transfer, or the disk or the source's browser is busy. */
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

  /** To be asked once a second or more often. @param isTrying a peer was greeted, or a link to one is being made */
  check(nowMs: number, isTrying: boolean): 'wait' | 'restart' | 'refresh' {
    const silentMs = nowMs - this.sinceMs;
    // Until the first bytes have come nothing is missed yet.
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

  /** Has been tried, without a byte: what there is to do now is to wait for the other side. */
  get isStalled(): boolean {
    return this.refreshes >= HOPES;
  }
}

/** An exponential average after one more span. @param span in time constants of the average */
const average = (before: number, value: number, span: number): number => value + (before - value) * Math.exp(-span);
