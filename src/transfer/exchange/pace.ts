/**
 * How fast one peer brings blocks, and whether it holds them up. A holder that has said it has a block and then keeps
 * it open without bytes, or trickles, is slow: others are asked for what it was asked for. No clock: time is an argument.
 */

/** Bytes count in a rate for about so long. */
const MEMORY_MS = 4000;
/** How much of a new block's time goes into the mean. */
const SHARE = 0.3;

/** A holder that owes an answer and brings no byte for so long is slow; or for so many times a block's time. */
const SILENT_MS = 4000;
const MOST_SILENT_MS = 15_000;
const SILENT_BLOCKS = 3;
/** It is also slow when one block takes so many times what blocks take from the others, and so long at the least. */
const TRICKLE_BLOCKS = 8;
const LEAST_TRICKLE_MS = 10_000;
/** A slow one is asked for one block after so long; each time that it brings none it is twice as long. */
const REST_MS = 10_000;

export class Pace {
  private decayed = 0;
  private atMs = 0;
  private meanBlockMs: number | undefined;
  private failures = 0;
  private restsUntilMs = 0;

  onBytes(bytes: number, nowMs: number): void {
    this.decayed = this.sumAt(nowMs) + bytes;
    this.atMs = nowMs;
  }

  /** A good block was `ms` under way. */
  onBlock(ms: number): void {
    this.meanBlockMs = this.meanBlockMs === undefined ? ms : this.meanBlockMs + SHARE * (ms - this.meanBlockMs);
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

/** @param typicalMs of a block, from all peers */
export const isSilent = (silentMs: number, typicalMs: number | undefined): boolean =>
  silentMs > Math.min(MOST_SILENT_MS, Math.max(SILENT_MS, SILENT_BLOCKS * (typicalMs ?? 0)));

/** @param openMs since the block was begun */
export const isTrickle = (openMs: number, typicalMs: number | undefined): boolean =>
  typicalMs !== undefined && openMs > Math.max(LEAST_TRICKLE_MS, TRICKLE_BLOCKS * typicalMs);
