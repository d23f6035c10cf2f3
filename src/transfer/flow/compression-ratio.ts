/** How many bytes of the stream one byte on the line carries, where chunks come compressed: as it was lately. */

/** More is not reckoned with: the next chunk may be one that does not compress. */
export const MOST_COMPRESSION_RATIO = 8;

/** Believed slowly, and soon no more: what overruns a socket costs more than what leaves it half empty. */
const RISE = 1 / 16;
const FALL = 1 / 2;

export class CompressionRatio {
  private average = 1;

  /** 1 to MOST_COMPRESSION_RATIO. */
  get value(): number {
    return this.average;
  }

  /** @param lineBytes that these bytes took */
  onArrived(bytes: number, lineBytes: number): void {
    const compressionRatio = Math.min(MOST_COMPRESSION_RATIO, Math.max(1, bytes / lineBytes));
    this.average += (compressionRatio - this.average) * (compressionRatio > this.average ? RISE : FALL);
  }
}
