/** The files of a share that are not to be had (SPEC.md, section W), and what that means for its blocks. Pure. */
import { BLOCK_BYTES } from '../../protocol/limits.ts';
import { blockLength } from '../../protocol/manifest.ts';
import type { StreamLayout } from '../../protocol/stream-layout.ts';
import { filesIn, rangesOf, type FileRange } from '../../protocol/withdrawal.ts';

export class WithdrawnFiles {
  private readonly withdrawnFiles = new Set<number>();
  /** Of all these files. */
  bytes = 0;

  readonly layout: StreamLayout;

  constructor(layout: StreamLayout) {
    this.layout = layout;
  }

  get count(): number {
    return this.withdrawnFiles.size;
  }

  /** In the order of the manifest. */
  get files(): readonly number[] {
    return [...this.withdrawnFiles].sort((one, other) => one - other);
  }

  get ranges(): FileRange[] {
    return rangesOf(this.withdrawnFiles);
  }

  /** Nothing is left of the share, or nothing with bytes in it. */
  get isAll(): boolean {
    return this.bytes > 0 ? this.bytes === this.layout.bytes : this.count === this.layout.sizes.length;
  }

  has(file: number): boolean {
    return this.withdrawnFiles.has(file);
  }

  /** A file once withdrawn stays so. @returns those that are new; what is no file of the share is ignored */
  add(files: Iterable<number>): readonly number[] {
    const added: number[] = [];
    for (const file of files) {
      if (file >= this.layout.sizes.length || this.withdrawnFiles.has(file)) continue;
      this.withdrawnFiles.add(file);
      this.bytes += this.layout.size(file);
      added.push(file);
    }
    return added;
  }

  addRanges(ranges: readonly FileRange[]): readonly number[] {
    return this.add(filesIn(ranges.map(([first, last]) => [first, Math.min(last, this.layout.sizes.length - 1)])));
  }

  /** Some of the block's bytes are zeros, in place of a file's. */
  touches(block: number): boolean {
    return this.withdrawnFiles.size > 0 && this.partsOf(block).some(({ file }) => this.withdrawnFiles.has(file));
  }

  /** All of its bytes are: nobody needs it. */
  covers(block: number): boolean {
    return this.withdrawnFiles.size > 0 && this.partsOf(block).every(({ file }) => this.withdrawnFiles.has(file));
  }

  /** The blocks that nobody needs. */
  get coveredBlocks(): number[] {
    const blocks = new Set<number>();
    for (const file of this.withdrawnFiles) {
      const { first, end } = this.layout.blocksOf(file);
      // Those in between are of this file alone.
      for (let block = first; block < end; block += 1)
        if ((block > first && block < end - 1) || this.covers(block)) blocks.add(block);
    }
    return [...blocks];
  }

  private partsOf(block: number): ReturnType<StreamLayout['partsOf']> {
    return this.layout.partsOf(block * BLOCK_BYTES, blockLength(this.layout.bytes, block));
  }
}
