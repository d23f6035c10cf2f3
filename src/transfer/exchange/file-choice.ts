/** The files of a share that one transfer takes, and what that means for its blocks. Pure. */
import { BLOCK_BYTES } from '../../protocol/limits.ts';
import { blockCount, blockLength } from '../../protocol/manifest.ts';
import type { StreamLayout } from '../../protocol/stream-layout.ts';
import type { FileRange } from '../../protocol/withdrawal.ts';
import { Bitmap } from './bitmap.ts';
import type { WithdrawnFiles } from './withdrawn-files.ts';

/** A stretch of the stream, in bytes. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

export class FileChoice {
  /** Of the chosen files together. */
  bytes = 0;
  /** One bit a file: a share may have a quarter of a million. */
  private readonly chosen: Bitmap;

  readonly layout: StreamLayout;

  /** None of the files, until some are set. */
  constructor(layout: StreamLayout) {
    this.layout = layout;
    this.chosen = new Bitmap(layout.sizes.length);
  }

  static all(layout: StreamLayout): FileChoice {
    const choice = new FileChoice(layout);
    choice.set([0, layout.sizes.length - 1], true);
    return choice;
  }

  get count(): number {
    return this.chosen.count;
  }

  get isAll(): boolean {
    return this.chosen.isFull;
  }

  has(file: number): boolean {
    return this.chosen.has(file);
  }

  /** What is no file of the share is ignored. */
  set([first, last]: FileRange, isChosen: boolean): void {
    const end = Math.min(last + 1, this.layout.sizes.length);
    for (let file = Math.max(0, first); file < end; file += 1) {
      if (this.chosen.has(file) === isChosen) continue;
      if (isChosen) this.chosen.add(file);
      else this.chosen.delete(file);
      this.bytes += isChosen ? this.layout.size(file) : -this.layout.size(file);
    }
  }

  copy(): FileChoice {
    const copy = new FileChoice(this.layout);
    for (const range of this.ranges) copy.set(range, true);
    return copy;
  }

  /** In the order of the manifest. */
  get ranges(): FileRange[] {
    return this.rangesWhere((file) => this.chosen.has(file));
  }

  /** Those of the files that are not chosen. */
  get otherRanges(): FileRange[] {
    return this.rangesWhere((file) => !this.chosen.has(file));
  }

  /** One of them at least is to be had. */
  hasAnyBeside(withdrawn: WithdrawnFiles): boolean {
    return this.layout.sizes.some((_, file) => this.chosen.has(file) && !withdrawn.has(file));
  }

  /** The blocks that hold bytes of chosen files which are to be had. */
  blocks(withdrawn: WithdrawnFiles): Bitmap {
    const blocks = new Bitmap(blockCount(this.layout.bytes));
    for (let file = 0; file < this.layout.sizes.length; file += 1) {
      if (!this.chosen.has(file) || withdrawn.has(file)) continue;
      const { first, end } = this.layout.blocksOf(file);
      for (let block = first; block < end; block += 1) blocks.add(block);
    }
    return blocks;
  }

  /** The blocks that nobody needs. */
  *spared(withdrawn: WithdrawnFiles): Generator<number> {
    if (this.isAll) return yield* withdrawn.coveredBlocks; // as many as were withdrawn, and not as many as there are
    const needed = this.blocks(withdrawn);
    for (let block = 0; block < needed.size; block += 1) if (!needed.has(block)) yield block;
  }

  /** Bytes of chosen files in a block. */
  bytesIn(block: number): number {
    const length = blockLength(this.layout.bytes, block);
    if (this.isAll) return length;
    const parts = this.layout.partsOf(block * BLOCK_BYTES, length);
    return parts.reduce((sum, part) => sum + (this.chosen.has(part.file) ? part.length : 0), 0);
  }

  /** What of the stream nobody wants: ascending, and never two that touch. */
  gaps(withdrawn: WithdrawnFiles): readonly Gap[] {
    const gaps: { start: number; end: number }[] = [];
    for (const [first, last] of this.rangesWhere((file) => !this.chosen.has(file) || withdrawn.has(file))) {
      const start = this.layout.start(first);
      const end = this.layout.start(last) + this.layout.size(last);
      const before = gaps.at(-1);
      // An empty file between two that are left out parts nothing.
      if (before?.end === start) before.end = end;
      else if (end > start) gaps.push({ start, end });
    }
    return gaps;
  }

  private rangesWhere(isIn: (file: number) => boolean): FileRange[] {
    const ranges: [number, number][] = [];
    for (let file = 0; file < this.layout.sizes.length; file += 1) {
      if (!isIn(file)) continue;
      const last = ranges.at(-1);
      if (last?.[1] === file - 1) last[1] = file;
      else ranges.push([file, file]);
    }
    return ranges;
  }
}
