/**
 * When something is to be done about a first lane that is broken. Other lanes may bring bytes meanwhile, so that
 * nothing stalls; but progress and the receipt go on this one, and the browser gives it up only after half a minute.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
export const ICE_RESTART_MS = 3000;

export class BreakWatch {
  private sinceMs: number | undefined;
  private isSeenTo = false;

  /** @returns true once for each break that lasts */
  check(nowMs: number, isBroken: boolean): boolean {
    if (!isBroken) {
      this.sinceMs = undefined;
      this.isSeenTo = false;
      return false;
    }
    this.sinceMs ??= nowMs;
    if (this.isSeenTo || nowMs - this.sinceMs < ICE_RESTART_MS) return false;
    this.isSeenTo = true;
    return true;
  }
}
