/** Several lanes of one peer, by the machine that they are a part of. */
import { describe, expect, test } from 'vitest';

import type { Piece } from '../../../../src/protocol/frame.ts';
import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import type { ReceiveEffect, ReceiveMachine } from '../../../../src/transfer/exchange/receive-machine.ts';
import { chunk, MB4, blockSignature, receiver, requests } from './pieces.ts';

/**
 * Lanes of one peer, served by turns, each answer `delayMs` after the one before, until nothing is asked for; what
 * comes on those that are `stuck` never does.
 */
function serveLanes(
  machine: ReceiveMachine,
  first: readonly ReceiveEffect[],
  stuck: readonly string[] = [],
  beginMs = 2000,
  delayMs = 0,
) {
  let nowMs = beginMs;
  const asked: { source: string; piece: Piece }[] = [];
  const written: number[] = [];
  const queue = [...first];
  for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
    if (effect.type === 'request') {
      const { source, piece } = effect;
      asked.push({ source, piece });
      if (stuck.includes(source)) continue;
      nowMs += delayMs;
      if (piece.offset === 0) queue.push(...machine.gotBlockSignature(source, blockSignature(piece.block), nowMs));
      queue.push(...machine.gotChunk(source, chunk(piece, piece.length), nowMs));
    } else if (effect.type === 'verify') queue.push(...machine.gotVerdict(effect.block, true, nowMs));
    else if (effect.type === 'write') {
      written.push(effect.block);
      queue.push(...machine.gotWritten(effect.block, nowMs));
    } else expect(effect.type).toBe('complete');
  }
  return { asked, written: written.toSorted((one, other) => one - other) };
}
const sum = (asked: readonly { readonly piece: Piece }[]): number =>
  asked.reduce((bytes, { piece }) => bytes + piece.length, 0);

describe('lanes of one peer', () => {
  test('L3: what a lane is slow with, the others take when nothing else is left', () => {
    const machine = receiver(MB4);
    machine.onSource('p/0', 'p', 0);
    machine.onSource('p/1', 'p', 0);
    // A second later what the first holds keeps nobody else.
    const { asked, written } = serveLanes(machine, machine.onSource('p/2', 'p', 2000), ['p/0']);
    expect(written).toEqual([1, 2, 3]); // the block signature of block 0 is on the lane that is stuck
    const rest = serveLanes(machine, machine.onSourceLost('p/0', 2000));
    expect(rest.written).toEqual([0]);
    // What it was asked for in vain comes from the others.
    expect(sum(asked.filter(({ source }) => source !== 'p/0')) + sum(rest.asked)).toBe(MB4);
  });

  test('L3: helps with a block whose block signature is here', () => {
    const machine = receiver(BLOCK_BYTES);
    const first = [...machine.onSource('p/0', 'p', 0), ...machine.onSource('p/1', 'p', 0)];
    expect(first).not.toContainEqual(expect.objectContaining({ source: 'p/1' }));
    const { asked, written } = serveLanes(machine, first);
    expect(new Set(asked.map(({ source }) => source))).toEqual(new Set(['p/0', 'p/1']));
    expect(written).toEqual([0]);
  });

  test.each([
    { roundTripMs: 1, atOnce: 8 },
    { roundTripMs: 150, atOnce: 4 },
  ])('L3: eight lanes of $roundTripMs ms are at $atOnce blocks at once', ({ roundTripMs, atOnce }) => {
    const machine = receiver(64 * BLOCK_BYTES);
    const [head, ...first] = machine.onSource('p/0', 'p', 0, roundTripMs);
    if (head?.type !== 'request') throw new Error('nothing was asked for');
    machine.gotBlockSignature('p/0', blockSignature(0), roundTripMs);
    first.push(...machine.gotChunk('p/0', chunk(head.piece, head.piece.length), roundTripMs));
    for (let lane = 1; lane < 8; lane += 1) first.push(...machine.onSource(`p/${lane}`, 'p', roundTripMs));
    const { asked, written } = serveLanes(machine, first, [], roundTripMs, roundTripMs);
    asked.unshift(head);
    const [begun, whole] = [new Set<number>(), new Map<number, number>()];
    let most = 0;
    for (const {
      piece: { block, length },
    } of asked) {
      begun.add(block);
      whole.set(block, (whole.get(block) ?? 0) + length);
      most = Math.max(most, [...begun].filter((each) => (whole.get(each) ?? 0) < BLOCK_BYTES).length);
    }
    expect(most).toBe(atOnce);
    expect(written).toHaveLength(64);
  });

  test('L4: of a lane that is lost only what had not come is asked for again, its block signature as well', () => {
    const machine = receiver(BLOCK_BYTES);
    const [head] = requests(machine.onSource('p/0', 'p', 0));
    machine.onSource('p/1', 'p', 0);
    machine.gotBlockSignature('p/0', blockSignature(0), 1);
    machine.gotChunk('p/0', chunk(head!, 100), 1);
    const { asked, written } = serveLanes(machine, machine.onSourceLost('p/0', 1));
    expect(written).toEqual([0]);
    expect(sum(asked)).toBe(BLOCK_BYTES - 100);

    const unproven = receiver(BLOCK_BYTES);
    unproven.onSource('p/0', 'p', 0);
    unproven.onSource('p/1', 'p', 0);
    unproven.gotBlockSignature('p/0', blockSignature(0), 1);
    expect(serveLanes(unproven, unproven.onSourceLost('p/0', 1)).written).toEqual([0]);
  });

  test('L3: a block that the first lane has just begun is left to it, until the block signature is here', () => {
    const machine = receiver(BLOCK_BYTES);
    const first = machine.onSource('p/0', 'p', 0, 50, true);
    machine.onSource('p/1', 'p', 0, 50);
    // From here on the first carries nothing new, and after a second what it holds keeps nobody.
    expect(machine.gotRoundTrip('p', 50, 2000)).toEqual([]);
    const { asked, written } = serveLanes(machine, first);
    expect(new Set(asked.slice(first.length).map(({ source }) => source))).toEqual(new Set(['p/1']));
    expect(written).toEqual([0]);
  });

  test('L5: the lane with the probes carries nothing else once others do', () => {
    const machine = receiver(64 * BLOCK_BYTES);
    const first = machine.onSource('p/0', 'p', 0, 50, true);
    expect(requests(first).length).toBeGreaterThan(0);
    const second = machine.onSource('p/1', 'p', 0, 50);
    const { asked } = serveLanes(machine, [...machine.gotRoundTrip('p', 50, 1), ...second, ...first]);
    expect(new Set(asked.slice(first.length + second.length).map(({ source }) => source))).toEqual(new Set(['p/1']));
    const alone = receiver(BLOCK_BYTES);
    alone.gotRoundTrip('p', 50, 1);
    expect(requests(alone.onSource('p/0', 'p', 0, 50, true)).length).toBeGreaterThan(0);
  });
});
