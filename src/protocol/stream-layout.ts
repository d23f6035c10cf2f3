/**
 * Where the files of a share stand in its stream of bytes: one behind the other, in the order of the manifest (SPEC.md,
 * section D). A *part* is what one block and one file have in common. Parts are numbered in the order of the stream.
 */
import { BLOCK_BYTES } from './limits.ts';

/** A stretch of one file. */
export interface FilePart {
  /** Index in the manifest. */
  readonly file: number;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly length: number;
}

export class StreamLayout {
  readonly bytes: number;
  /** Where each file begins in the stream. */
  private readonly starts: Float64Array;
  /** Files that begin within a block, up to and with each file: every one of them adds a part to its block. */
  private readonly inner: Uint32Array;

  readonly sizes: readonly number[];

  /** @param sizes of the files in the order of the manifest, in bytes */
  constructor(sizes: readonly number[]) {
    this.sizes = sizes;
    this.starts = new Float64Array(sizes.length);
    this.inner = new Uint32Array(sizes.length);
    let [bytes, inner] = [0, 0];
    for (const [file, size] of sizes.entries()) {
      if (size > 0 && bytes % BLOCK_BYTES !== 0) inner += 1;
      this.starts[file] = bytes;
      this.inner[file] = inner;
      bytes += size;
    }
    this.bytes = bytes;
  }

  /** The files of a stretch of the stream, empty ones left out. */
  partsOf(offset: number, length: number): FilePart[] {
    const parts: FilePart[] = [];
    const end = offset + length;
    for (let file = this.fileAt(offset); file < this.sizes.length && this.start(file) < end; file += 1) {
      const start = this.start(file);
      const from = Math.max(0, offset - start);
      const to = Math.min(this.size(file), end - start);
      if (to > from) parts.push({ file, offset: from, length: to - from });
    }
    return parts;
  }

  /** Number of the part that `file` and `block` have in common. */
  partNumber(file: number, block: number): number {
    return block + (this.inner[file] ?? 0);
  }

  /** The blocks that hold bytes of a file: none for an empty one. */
  blocksOf(file: number): { readonly first: number; readonly end: number } {
    const [start, size] = [this.start(file), this.size(file)];
    const first = Math.floor(start / BLOCK_BYTES);
    return { first, end: size === 0 ? first : Math.ceil((start + size) / BLOCK_BYTES) };
  }

  start(file: number): number {
    return this.starts[file] ?? this.bytes;
  }

  size(file: number): number {
    return this.sizes[file] ?? 0;
  }

  /** The last file that begins at `offset` or before it. */
  private fileAt(offset: number): number {
    let low = 0;
    let high = Math.max(0, this.sizes.length - 1);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
