/**
 * A clock and a network for simulations: everything that happens is an event in time, and all chance comes from one
 * seed.
 */

/** mulberry32: a seeded generator, so that a failing run can be run again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class Timeline {
  nowMs = 0;
  steps = 0;
  private readonly events: { readonly atMs: number; readonly act: () => void }[] = [];

  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  after(delayMs: number, act: () => void): void {
    this.at(this.nowMs + delayMs, act);
  }

  /** As a time and not as a delay, where the order of two events counts: adding up could turn it around. */
  at(atMs: number, act: () => void): void {
    // Kept sorted; what comes later at the same time happens later.
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    this.events.splice(low, 0, { atMs, act });
  }

  /** False when nothing is left to happen. */
  step(): boolean {
    const next = this.events.shift();
    if (next === undefined) return false;
    this.nowMs = next.atMs;
    this.steps += 1;
    next.act();
    return true;
  }
}

/**
 * One connection, as SCTP over a lossy path: both directions keep their order, a lost packet is a pause, and a break
 * takes all that was on its way.
 */
export class Wire {
  isUp = true;
  private readonly lastMs = { up: 0, down: 0 };

  private readonly time: Timeline;
  private readonly loss: number;

  constructor(time: Timeline, loss: number) {
    this.time = time;
    this.loss = loss;
  }

  send(direction: 'up' | 'down', act: () => void): void {
    const { random, nowMs } = this.time;
    const retransmission = random() < this.loss ? 200 + random() * 1000 : 0;
    const atMs = Math.max(this.lastMs[direction], nowMs + 1 + random() * 20 + retransmission);
    this.lastMs[direction] = atMs;
    this.time.at(atMs, () => this.isUp && act());
  }
}
