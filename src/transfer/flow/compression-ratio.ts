/** How many bytes of the stream one byte on the line carries, where chunks come packed: as it was lately. */

/** More is not reckoned with: the next chunk may be one that does not pack. */
export const MOST_DENSITY = 8;

/** Believed slowly, and soon no more: what overruns a socket costs more than what leaves it half empty. */
const RISE = 1 / 16;
const FALL = 1 / 2;

export class Density {
  private average = 1;

  /** 1 to MOST_DENSITY. */
  get value(): number {
    return this.average;
  }

  /** @param lineBytes that these bytes took */
  onArrived(bytes: number, lineBytes: number): void {
    const density = Math.min(MOST_DENSITY, Math.max(1, bytes / lineBytes));
    this.average += (density - this.average) * (density > this.average ? RISE : FALL);
  }
}
