/** Speed over the last seconds, and the time that is left at it. Time is an argument. */
const SPAN_MS = 5_000;
/** Over a shorter time the figure would jump up and down. */
const LEAST_MS = 400;

export class RateMeter {
  private readonly samples: { atMs: number; bytes: number }[] = [];

  /** @param bytes the total so far */
  onBytes(bytes: number, atMs: number): void {
    this.samples.push({ atMs, bytes });
    while (this.samples.length > 2 && (this.samples[1]?.atMs ?? atMs) < atMs - SPAN_MS) this.samples.shift();
  }

  reset(): void {
    this.samples.length = 0;
  }

  /** Bytes per second; undefined before LEAST_MS. Falls to 0 when nothing comes. @param atMs now */
  bytesPerSecond(atMs: number): number | undefined {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || atMs - first.atMs < LEAST_MS) return undefined;
    return ((last.bytes - first.bytes) / (atMs - first.atMs)) * 1000;
  }
}

export interface Rate {
  readonly bytesPerSecond: number;
  /** undefined while nothing comes. */
  readonly secondsLeft: number | undefined;
}

export function rateView(meter: RateMeter, bytesLeft: number, nowMs: number): Rate | undefined {
  const bytesPerSecond = meter.bytesPerSecond(nowMs);
  if (bytesPerSecond === undefined) return undefined;
  return { bytesPerSecond, secondsLeft: bytesPerSecond > 0 ? bytesLeft / bytesPerSecond : undefined };
}
