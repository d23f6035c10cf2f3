/**
 * How many messages somebody may still send: a token bucket. Time is an argument, in milliseconds of any monotonic
 * clock.
 */
export class Budget {
  private left: number;
  private atMs: number;

  private readonly burst: number;
  private readonly perSecond: number;

  /** @param burst at once, and at the most; @param perSecond regained after that */
  constructor(burst: number, perSecond: number, nowMs: number) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.left = burst;
    this.atMs = nowMs;
  }

  /** Takes one, or as many as it costs. False when there are not so many: it was too much. */
  spend(nowMs: number, cost = 1): boolean {
    this.left = Math.min(this.burst, this.left + ((nowMs - this.atMs) / 1000) * this.perSecond);
    this.atMs = nowMs;
    if (this.left < cost) return false;
    this.left -= cost;
    return true;
  }
}
