/**
 * How a seed spreads a share over its receivers: where each begins, and which blocks it tells whom that it has begun to
 * give to others (they ask for different ones then, and get those from each other). A block is told once to each, and
 * not to the first who was given it. Who asks for a block that was begun for another a moment ago is told so, too, and
 * can take another one instead. No I/O and no clock: the caller drains it for each receiver every 100 ms or so.
 */

/** Blocks in one message. */
const MOST_BLOCKS = 256;
/** Of those begun before it came a receiver is told the latest: of the others somebody says that he has them. */
const RECENT_BLOCKS = 1024;
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

export class Spread {
  private started = 0;
  /** In a small share two places are soon in one block: the next that nobody begins at is taken then. */
  private readonly starts = new Set<number>();
  /** Blocks in the order of their begin, and for whom. */
  private readonly begun: { readonly block: number; readonly receiver: string }[] = [];
  private readonly known = new Set<number>();
  /** How many of `begun` each was told. */
  private readonly told = new Map<string, number>();

  /**
   * The block at which a new receiver begins: the first at 0, the next each in the largest gap (golden ratio), whose
   * places are spread evenly however many there are.
   */
  startFor(receiver: string, blocks: number): number {
    if (!this.told.has(receiver)) this.told.set(receiver, Math.max(0, this.begun.length - RECENT_BLOCKS));
    let start = Math.floor(((this.started++ * GOLDEN_RATIO) % 1) * blocks);
    while (this.starts.has(start) && this.starts.size < blocks) start = (start + 1) % blocks;
    this.starts.add(start);
    return start;
  }

  /** Its first request for a block. */
  gotAsked(receiver: string, block: number): void {
    if (this.known.has(block)) return;
    this.known.add(block);
    this.begun.push({ block, receiver });
  }

  /** Blocks begun for others since it was last told, in their order. */
  drain(receiver: string): number[] {
    const from = this.told.get(receiver);
    if (from === undefined) return [];
    const given: number[] = [];
    let index = from;
    for (; index < this.begun.length && given.length < MOST_BLOCKS; index++) {
      const entry = this.begun[index];
      if (entry !== undefined && entry.receiver !== receiver) given.push(entry.block);
    }
    this.told.set(receiver, index);
    return given;
  }

  forget(receiver: string): void {
    this.told.delete(receiver);
  }
}
