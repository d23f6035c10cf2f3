/**
 * The delivery rate of a path: the maximum of the last ten seconds (BBR's max filter). Each value is a mean over
 * several rounds of a window. A single round can bring more than any line carries, because a lane that waited for a
 * retransmission delivers all that it held at once.
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
  /** The oldest first, in falling order: a rate that is lower than a later one can never be the maximum again. */
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

  /** Bytes per ms; 0 until the first round. */
  get rate(): number {
    return this.rates[0]?.rate ?? rateOf(this.rounds);
  }
}

function rateOf(rounds: readonly Delivered[]): number {
  const ms = rounds.reduce((sum, round) => sum + round.ms, 0);
  return ms === 0 ? 0 : rounds.reduce((sum, { bytes }) => sum + bytes, 0) / ms;
}
