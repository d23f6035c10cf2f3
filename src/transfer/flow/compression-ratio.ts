/**
 * How many bytes of the stream one byte on the line carries, as a recent average. Above 1 when chunks come compressed.
 */

/** The average counts no higher ratio than this, because the next chunk may not compress at all. */
export const MOST_COMPRESSION_RATIO = 8;

/** It rises slowly and falls fast: an overrun socket costs more than a half-empty one. */
const RISE = 1 / 16;
const FALL = 1 / 2;

export class CompressionRatio {
  private average = 1;

  /** 1 to MOST_COMPRESSION_RATIO. */
  get value(): number {
    return this.average;
  }

  /** @param bytes of the stream @param lineBytes what they took on the line */
  onArrived(bytes: number, lineBytes: number): void {
    const compressionRatio = Math.min(MOST_COMPRESSION_RATIO, Math.max(1, bytes / lineBytes));
    this.average += (compressionRatio - this.average) * (compressionRatio > this.average ? RISE : FALL);
  }
}
