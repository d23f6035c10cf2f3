/** How fast one peer brings blocks, and what it may be asked for after it held one up. Time is an argument. */

/** Bytes count in a rate for about so long. */
const MEMORY_MS = 4000;
/** How much of a new block's time goes into the mean. */
const SHARE = 0.3;

/** A slow one is asked for one block after so long; each time that it brings none it is twice as long. */
const REST_MS = 10_000;

export class Pace {
  /** It has brought a good block. */
  isProven = false;
  private decayed = 0;
  private atMs = 0;
  private meanBlockMs: number | undefined;
  private failures = 0;
  private restsUntilMs = 0;

  onBytes(bytes: number, nowMs: number): void {
    this.decayed = this.sumAt(nowMs) + bytes;
    this.atMs = nowMs;
  }

  /** A block that is whole now was `ms` under way. */
  onWhole(ms: number): void {
    this.meanBlockMs = this.meanBlockMs === undefined ? ms : this.meanBlockMs + SHARE * (ms - this.meanBlockMs);
  }

  /** A block from it was good. */
  onGood(): void {
    this.isProven = true;
    this.failures = 0;
    this.restsUntilMs = 0;
  }

  onSlow(nowMs: number): void {
    this.restsUntilMs = nowMs + REST_MS * 2 ** Math.min(this.failures, 10);
    this.failures += 1;
  }

  /** Since its last good block it has held one up. */
  get isSlow(): boolean {
    return this.failures > 0;
  }

  /** It is not to be asked for anything. */
  isResting(nowMs: number): boolean {
    return nowMs < this.restsUntilMs;
  }

  /** Of a block from the first request to its last byte; undefined before the first. */
  get blockMs(): number | undefined {
    return this.meanBlockMs;
  }

  /** Bytes per ms, lately. */
  rate(nowMs: number): number {
    return this.sumAt(nowMs) / MEMORY_MS;
  }

  private sumAt(nowMs: number): number {
    return this.decayed * Math.exp((this.atMs - nowMs) / MEMORY_MS);
  }
}
