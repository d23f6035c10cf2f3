/**
 * Decides what to do about a transfer in which nothing moves. Slow is fine: any chunk counts. Nothing at all is a link that is dead,
 * whatever the browser says of it (an address that changed, for one): first another way is looked for under the same link (ICE
 * restart), then the link is replaced, again and again; meanwhile people are told that it waits.
 */

/** A whole chunk takes no longer than this on any line that is of use (8 KB/s). */
export const STALL_MS = 8_000;
/** Half of that: a restart costs a few messages and interrupts nothing. */
export const RESTART_MS = STALL_MS / 2;
/** A new link that is on its way is given longer, or on a slow path none would ever be there in time. */
export const TRYING_MS = 2 * STALL_MS;
/** Fresh links in a row that brought nothing: then it is not said to be reconnecting any more. */
const HOPES = 3;

export class StallWatch {
  private isRestarted = false;
  private refreshes = 0;
  /** Nothing has come for a while, whatever the link says of itself: before people wonder. */
  isStill = false;

  constructor(private sinceMs: number) {}

  /** A chunk has come, or nothing is expected to: somebody has paused it. */
  onProgress(nowMs: number): void {
    this.sinceMs = nowMs;
    this.isRestarted = false;
    this.refreshes = 0;
    this.isStill = false;
  }

  /** To be asked once a second or more often. @param isTrying a peer was greeted, or a link to one is being made */
  check(nowMs: number, isTrying: boolean): 'wait' | 'restart' | 'refresh' {
    const silentMs = nowMs - this.sinceMs;
    this.isStill ||= silentMs >= RESTART_MS;
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

  /** Has been tried, without a byte: what there is to do now is to wait for the other side. */
  get isStalled(): boolean {
    return this.refreshes >= HOPES;
  }
}
