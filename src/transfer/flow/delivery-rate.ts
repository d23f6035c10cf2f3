/**
 * What a path delivers: the most of the last ten seconds (BBR's filter), as a mean over some rounds of a window. Over a
 * single one it would be more than any line carries: what a lane holds that waits for a retransmission comes late, and
 * all at once.
 *
 * Time is an argument, in milliseconds of any monotonic clock.
 */
const ROUNDS = 8;
const LEAST_ROUNDS = 4;
const MEMORY_MS = 10_000;

interface Delivered {
  readonly bytes: number;
  readonly ms: number;
}

export class DeliveryRate {
  private rounds: Delivered[] = [];
  /** Falling, the oldest first: what was less than one after it can never be the most again. */
  private rates: { readonly atMs: number; readonly rate: number }[] = [];

  onRound(round: Delivered, nowMs: number): void {
    this.rounds = [...this.rounds.slice(1 - ROUNDS), round];
    if (this.rounds.length < LEAST_ROUNDS) return;
    const rate = rateOf(this.rounds);
    this.rates = [
      ...this.rates.filter((each) => each.rate > rate && nowMs - each.atMs < MEMORY_MS),
      { atMs: nowMs, rate },
    ];
  }

  /** Bytes per ms; 0 as long as nothing has come. */
  get rate(): number {
    return this.rates[0]?.rate ?? rateOf(this.rounds);
  }
}

function rateOf(rounds: readonly Delivered[]): number {
  const ms = rounds.reduce((sum, round) => sum + round.ms, 0);
  return ms === 0 ? 0 : rounds.reduce((sum, { bytes }) => sum + bytes, 0) / ms;
}
