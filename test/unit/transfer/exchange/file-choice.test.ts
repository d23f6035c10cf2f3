import { describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { blockCount } from '../../../../src/protocol/manifest.ts';
import { StreamLayout } from '../../../../src/protocol/stream-layout.ts';
import type { FileRange } from '../../../../src/protocol/withdrawal.ts';
import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { FileChoice } from '../../../../src/transfer/exchange/file-choice.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../../src/transfer/exchange/receive-machine.ts';
import { WithdrawnFiles } from '../../../../src/transfer/exchange/withdrawn-files.ts';

const HALF = BLOCK_BYTES / 2;
import { blockSignature, chunk } from './pieces.ts';

/** Six entries in five blocks: the second is empty, as a file or as a folder; the last block is short. */
const layout = new StreamLayout([HALF, 0, BLOCK_BYTES, 2 * BLOCK_BYTES, HALF, 5]);
const none = new WithdrawnFiles(layout);

function chosen(...ranges: FileRange[]): FileChoice {
  const choice = new FileChoice(layout);
  for (const range of ranges) choice.set(range, true);
  return choice;
}

/** Answers each request at once. @returns the blocks that were asked for */
function blocksTaken(machine: ReceiveMachine, first: readonly ReceiveEffect[]): Set<number> {
  const blocks = new Set<number>();
  const queue = [...first];
  let nowMs = 0;
  for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
    nowMs += 1;
    if (effect.type === 'verify') queue.push(...machine.gotVerdict(effect.block, true, nowMs));
    if (effect.type === 'write') queue.push(...machine.gotWritten(effect.block, nowMs));
    if (effect.type !== 'request') continue;
    const { piece } = effect;
    blocks.add(piece.block);
    if (piece.offset === 0) queue.push(...machine.gotBlockSignature('a', blockSignature(piece.block), nowMs));
    queue.push(...machine.gotChunk('a', chunk(piece, piece.length), nowMs));
  }
  return blocks;
}

const members = (set: Bitmap): number[] =>
  Array.from({ length: set.size }, (_, each) => each).filter((each) => set.has(each));

describe('the blocks that hold chosen files', () => {
  test.each<[string, FileRange[], number[]]>([
    ['nothing', [], []],
    ['everything', [[0, 5]], [0, 1, 2, 3, 4]],
    ['a file that ends in the middle of a block', [[0, 0]], [0]],
    ['an empty one', [[1, 1]], []],
    ['a file from the middle of a block to the middle of the next', [[2, 2]], [0, 1]],
    ['a file over two blocks and a half on each side', [[3, 3]], [1, 2, 3]],
    ['the last, in a block of its own', [[5, 5]], [4]],
    ['two that share a block', [[2, 3]], [0, 1, 2, 3]],
    [
      'two with others between them',
      [
        [0, 0],
        [5, 5],
      ],
      [0, 4],
    ],
  ])('%s', (_, ranges, blocks) => {
    const choice = chosen(...ranges);
    expect(members(choice.blocks(none))).toEqual(blocks);
    const spared = new Set(choice.spared(none));
    expect([0, 1, 2, 3, 4].filter((block) => !spared.has(block))).toEqual(blocks);
  });

  test('without those that were withdrawn, whatever was chosen', () => {
    const withdrawn = new WithdrawnFiles(layout);
    withdrawn.add([3]);
    expect(members(chosen([2, 3]).blocks(withdrawn))).toEqual([0, 1]);
    expect(members(chosen([3, 4]).blocks(withdrawn))).toEqual([3]);
    expect([...FileChoice.all(layout).spared(withdrawn)]).toEqual([2]);
    expect(chosen([3, 3]).hasAnyBeside(withdrawn)).toBe(false);
    expect(chosen([1, 1], [3, 3]).hasAnyBeside(withdrawn)).toBe(true);
  });
});

test('C3c: three of forty files: their blocks are asked for, and no others; later the rest, without those again', () => {
  const forty = new StreamLayout(Array.from({ length: 40 }, () => 7.5 * BLOCK_BYTES));
  const nothing = new WithdrawnFiles(forty);
  const three = new FileChoice(forty);
  for (const file of [4, 5, 30]) three.set([file, file], true);
  const done = new Bitmap(blockCount(forty.bytes));
  const takeAll = (choice: FileChoice): Set<number> => {
    const before = new Bitmap(done.size, done.toBytes());
    for (const block of choice.spared(nothing)) before.add(block);
    const machine = new ReceiveMachine(forty.bytes, before);
    const blocks = blocksTaken(machine, machine.onSource('a', 'peer a', 0));
    for (const block of blocks) {
      expect(done.has(block)).toBe(false);
      done.add(block);
    }
    return blocks;
  };
  // The fifth and the sixth have 15 together and begin with one; the 31st has eight, half of one is its neighbour's.
  expect([...takeAll(three)].sort((one, other) => one - other)).toEqual([
    ...Array.from({ length: 15 }, (_, index) => 30 + index),
    ...Array.from({ length: 8 }, (_, index) => 225 + index),
  ]);
  const rest = FileChoice.all(forty);
  for (const range of three.ranges) rest.set(range, false);
  expect(takeAll(rest).size).toBe(300 - 23);
  expect(done.isFull).toBe(true);
});

test('counts the bytes of chosen files alone, block by block', () => {
  const choice = chosen([0, 0], [4, 5]);
  expect(choice.bytes).toBe(2 * HALF + 5);
  expect([0, 1, 2, 3, 4].map((block) => choice.bytesIn(block))).toEqual([HALF, 0, 0, HALF, 5]);
  const all = FileChoice.all(layout);
  expect(all.bytes).toBe(layout.bytes);
  expect(Array.from({ length: blockCount(layout.bytes) }, (_, block) => all.bytesIn(block))).toEqual([
    BLOCK_BYTES,
    BLOCK_BYTES,
    BLOCK_BYTES,
    BLOCK_BYTES,
    5,
  ]);
});

test('is set and taken back, twice as once, and never beyond the share', () => {
  const choice = chosen([0, 3]);
  choice.set([1, 2], false);
  choice.set([1, 1], false);
  choice.set([5, 900], true);
  expect(choice.ranges).toEqual([
    [0, 0],
    [3, 3],
    [5, 5],
  ]);
  expect(choice.otherRanges).toEqual([
    [1, 2],
    [4, 4],
  ]);
  expect([choice.count, choice.bytes, choice.isAll]).toEqual([3, HALF + 2 * BLOCK_BYTES + 5, false]);
  const copy = choice.copy();
  choice.set([0, 5], true);
  expect([copy.count, copy.bytes, choice.isAll]).toEqual([3, HALF + 2 * BLOCK_BYTES + 5, true]);
});

test('what nobody wants is told in stretches that never touch: an empty file parts none', () => {
  expect(FileChoice.all(layout).gaps(none)).toEqual([]);
  expect(chosen().gaps(none)).toEqual([{ start: 0, end: layout.bytes }]);
  expect(chosen([1, 1]).gaps(none)).toEqual([{ start: 0, end: layout.bytes }]);
  const withdrawn = new WithdrawnFiles(layout);
  withdrawn.add([4]);
  expect(chosen([2, 2], [4, 5]).gaps(withdrawn)).toEqual([
    { start: 0, end: HALF },
    { start: HALF + BLOCK_BYTES, end: layout.bytes - 5 },
  ]);
});
