import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { blockCount, blockLength } from '../../../src/protocol/manifest.ts';
import { StreamLayout } from '../../../src/protocol/stream-layout.ts';
import { FileChoice } from '../../../src/transfer/exchange/file-choice.ts';
import { WithdrawnFiles } from '../../../src/transfer/exchange/withdrawn-files.ts';

const size = fc.oneof(
  fc.constantFrom(0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES),
  fc.nat({ max: 2 * BLOCK_BYTES }),
);
const sizes = fc.array(size, { minLength: 1, maxLength: 12 });

const blocksOf = (layout: StreamLayout): number[] => [...Array(blockCount(layout.bytes)).keys()];
const partsOf = (layout: StreamLayout, block: number) =>
  layout.partsOf(block * BLOCK_BYTES, blockLength(layout.bytes, block));

describe('files in a stream of bytes', () => {
  test('the parts of all blocks are the files from end to end, numbered one after the other', () => {
    fc.assert(
      fc.property(sizes, (all) => {
        const layout = new StreamLayout(all);
        const parts = blocksOf(layout).flatMap((block) => partsOf(layout, block).map((part) => ({ ...part, block })));
        expect(parts.map(({ file, block }) => layout.partNumber(file, block))).toEqual(parts.map((_, index) => index));
        const ends = new Map<number, number>();
        for (const { file, offset, length } of parts) {
          expect(offset).toBe(ends.get(file) ?? 0);
          ends.set(file, offset + length);
        }
        for (const [file, bytes] of all.entries()) expect(ends.get(file) ?? 0).toBe(bytes);
      }),
    );
  });

  test('the blocks of a file are those in which it has a part', () => {
    fc.assert(
      fc.property(sizes, (all) => {
        const layout = new StreamLayout(all);
        for (const file of all.keys()) {
          const { first, end } = layout.blocksOf(file);
          expect(blocksOf(layout).filter((block) => partsOf(layout, block).some((part) => part.file === file))).toEqual(
            [...Array(end - first).keys()].map((index) => first + index),
          );
        }
      }),
    );
  });
});

describe('withdrawn files', () => {
  test('W4: nobody needs the blocks that hold nothing else, and the gaps are their bytes', () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.nat({ max: 14 })), (all, files) => {
        const layout = new StreamLayout(all);
        const withdrawn = new WithdrawnFiles(layout);
        withdrawn.add(files);
        const gone = new Set(files.filter((file) => file < all.length));
        const covered = blocksOf(layout).filter(
          (block) => gone.size > 0 && partsOf(layout, block).every(({ file }) => gone.has(file)),
        );
        expect([...withdrawn.coveredBlocks].sort((one, other) => one - other)).toEqual(covered);
        const gaps = FileChoice.all(layout).gaps(withdrawn);
        expect(gaps.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(withdrawn.bytes);
        expect(withdrawn.files).toEqual([...gone].sort((one, other) => one - other));
      }),
    );
  });

  test('are told what is new of them, and know when nothing is left', () => {
    const withdrawn = new WithdrawnFiles(new StreamLayout([5, 0, 7]));
    expect(withdrawn.add([2, 9])).toEqual([2]);
    expect(withdrawn.addRanges([[0, 4_000_000]])).toEqual([0, 1]);
    expect(withdrawn.isAll).toBe(true);
    expect(new WithdrawnFiles(new StreamLayout([0, 0])).isAll).toBe(false);
  });
});
