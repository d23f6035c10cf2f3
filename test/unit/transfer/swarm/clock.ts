/** A clock for simulations with millions of events: a binary heap. What is due at the same time happens in its order. */

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

const isBefore = (one: Event, other: Event): boolean =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);

export class Clock {
  nowMs = 0;
  private readonly heap: Event[] = [];
  private order = 0;

  after(delayMs: number, act: () => void): void {
    this.at(this.nowMs + delayMs, act);
  }

  at(atMs: number, act: () => void): void {
    const event = { atMs, order: this.order++, act };
    let place = this.heap.length;
    this.heap.push(event);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.heap[parent];
      if (above === undefined || !isBefore(event, above)) break;
      this.heap[place] = above;
      place = parent;
    }
    this.heap[place] = event;
  }

  /** False when nothing is left to happen. */
  step(): boolean {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (first === undefined || last === undefined) return false;
    if (this.heap.length > 0) this.sink(last);
    this.nowMs = first.atMs;
    first.act();
    return true;
  }

  private sink(event: Event): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      const [left, right] = [this.heap[child], this.heap[child + 1]];
      if (left === undefined) break;
      let below = left;
      if (right !== undefined && isBefore(right, left)) {
        below = right;
        child += 1;
      }
      if (!isBefore(below, event)) break;
      this.heap[place] = below;
      place = child;
    }
    this.heap[place] = event;
  }
}
