/**
 * Decides when a broken first lane is repaired by an ICE restart. Other lanes may still bring bytes, so that nothing
 * stalls. But progress and the receipt go on the first lane, and the browser gives it up only after half a minute.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
export const ICE_RESTART_MS = 3000;

export class BreakWatch {
  private sinceMs: number | undefined;
  private isSeenTo = false;

  /** @returns true once for each break that lasts ICE_RESTART_MS */
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
