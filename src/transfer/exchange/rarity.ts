/**
 * The wanted blocks of a share, in the order of how many copies of them are known: a partitioned array with positions,
 * as libtorrent's piece_picker has it. One copy more or less moves a block over one border, by one swap, so that it is
 * never sorted and never scanned as a whole.
 *
 *     order   | level 0: no copy | level 1 | ... | MOST and more | not wanted |
 *     starts  ^                  ^         ^     ^               ^            ^
 */

/** From so many copies on a block is not rare, however many there are. */
const MOST_LEVEL = 31;
/** Of blocks that are here, or under way. */
const UNWANTED = MOST_LEVEL + 1;

export class Rarity {
  private readonly order: Uint32Array<ArrayBuffer>;
  /** Where each block stands in `order`. */
  private readonly places: Uint32Array<ArrayBuffer>;
  private readonly copies: Uint16Array<ArrayBuffer>;
  private readonly levels: Uint8Array<ArrayBuffer>;
  /** Where each level begins, and where the last one ends. */
  private readonly starts: Uint32Array<ArrayBuffer>;

  constructor(blocks: number, isWanted: (block: number) => boolean) {
    this.order = Uint32Array.from({ length: blocks }, (_, block) => block);
    this.places = this.order.slice();
    this.copies = new Uint16Array(blocks);
    this.levels = new Uint8Array(blocks);
    this.starts = new Uint32Array(UNWANTED + 2).fill(blocks, 1);
    for (let block = 0; block < blocks; block++) if (!isWanted(block)) this.unwant(block);
  }

  /** Levels above 0 that may hold wanted blocks. */
  static readonly levels = MOST_LEVEL + 1;

  /** Wanted blocks with that many copies. */
  count(level: number): number {
    return (this.starts[level + 1] ?? 0) - (this.starts[level] ?? 0);
  }

  /** One of them. @param index below `count(level)` */
  at(level: number, index: number): number {
    return this.order[(this.starts[level] ?? 0) + index] ?? 0;
  }

  copiesOf(block: number): number {
    return this.copies[block] ?? 0;
  }

  /** Wanted, and nobody is known to have it. */
  isFresh(block: number): boolean {
    return this.levels[block] === 0;
  }

  addCopy(block: number): void {
    this.copies[block] = this.copiesOf(block) + 1;
    if (this.levels[block] !== UNWANTED) this.settle(block);
  }

  removeCopy(block: number): void {
    this.copies[block] = Math.max(0, this.copiesOf(block) - 1);
    if (this.levels[block] !== UNWANTED) this.settle(block);
  }

  want(block: number): void {
    this.settle(block);
  }

  unwant(block: number): void {
    this.move(block, UNWANTED);
  }

  private settle(block: number): void {
    this.move(block, Math.min(MOST_LEVEL, this.copiesOf(block)));
  }

  private move(block: number, level: number): void {
    while ((this.levels[block] ?? 0) < level) this.raise(block);
    while ((this.levels[block] ?? 0) > level) this.lower(block);
  }

  /** The last of its level changes places with it, and the border moves down before it. */
  private raise(block: number): void {
    const level = (this.levels[block] ?? 0) + 1;
    const border = (this.starts[level] ?? 0) - 1;
    this.swap(block, border);
    this.starts[level] = border;
    this.levels[block] = level;
  }

  private lower(block: number): void {
    const level = this.levels[block] ?? 0;
    const border = this.starts[level] ?? 0;
    this.swap(block, border);
    this.starts[level] = border + 1;
    this.levels[block] = level - 1;
  }

  private swap(block: number, place: number): void {
    const other = this.order[place] ?? 0;
    const from = this.places[block] ?? 0;
    this.order[place] = block;
    this.order[from] = other;
    this.places[block] = place;
    this.places[other] = from;
  }
}
