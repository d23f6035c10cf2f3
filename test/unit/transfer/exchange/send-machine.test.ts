import { describe, expect, test } from 'vitest';

import {
  BLOCK_BYTES,
  CHUNK_BYTES,
  HIGH_WATER_BYTES,
  MAX_REQUESTED_BYTES,
  MAX_REQUESTS,
  PIECE_BYTES,
} from '../../../../src/protocol/limits.ts';
import { SendMachine, type SendEffect } from '../../../../src/transfer/exchange/send-machine.ts';
import { kinds, MB4, blockSignature } from './pieces.ts';

describe('send machine', () => {
  const signed = (block: number, length = BLOCK_BYTES) => ({
    bytes: new Uint8Array(length).fill(block),
    blockSignature: blockSignature(block, length),
  });
  const loads = (effects: readonly SendEffect[]) =>
    effects.flatMap((effect) => (effect.type === 'load' ? [effect.block] : []));

  test('D2, D4a: sends what was asked for, in that order, the block signature first', () => {
    const machine = new SendMachine(MB4);
    expect(loads(machine.gotRequest({ block: 2, offset: 0, length: PIECE_BYTES }, HIGH_WATER_BYTES))).toEqual([2]);
    expect(machine.gotRequest({ block: 2, offset: PIECE_BYTES, length: 10 }, HIGH_WATER_BYTES)).toEqual([]);
    const effects = machine.gotBlock(2, signed(2), HIGH_WATER_BYTES);
    expect(kinds(effects)).toEqual([
      'block-signature',
      ...Array.from({ length: PIECE_BYTES / CHUNK_BYTES }, () => 'chunk'),
      'chunk',
    ]);
    expect(effects.at(-1)).toMatchObject({ block: 2, offset: PIECE_BYTES, payload: { length: 10 } });
  });

  test('D2: chunks are no larger than the other end takes, whenever that changes', () => {
    let most = 60_000;
    const machine = new SendMachine(MB4, undefined, () => most);
    const chunksOf = (effects: readonly SendEffect[]) =>
      effects.flatMap((effect) => (effect.type === 'chunk' ? [[effect.offset, effect.payload.length]] : []));
    machine.gotRequest({ block: 0, offset: 10, length: 150_000 }, 1);
    expect(chunksOf(machine.gotBlock(0, signed(0), 1))).toEqual([[10, 60_000]]);
    most = 40_000;
    expect(chunksOf(machine.onRoom(HIGH_WATER_BYTES))).toEqual([
      [60_010, 40_000],
      [100_010, 40_000],
      [140_010, 10_000],
    ]);
    most = Infinity;
    expect(chunksOf(machine.gotRequest({ block: 0, offset: 0, length: CHUNK_BYTES + 1 }, HIGH_WATER_BYTES))).toEqual([
      [0, CHUNK_BYTES],
      [CHUNK_BYTES, 1],
    ]);
  });

  test('the rest of a block that was just sent is not read again', () => {
    const machine = new SendMachine(MB4);
    machine.gotRequest({ block: 0, offset: 0, length: PIECE_BYTES }, HIGH_WATER_BYTES);
    machine.gotBlock(0, signed(0), HIGH_WATER_BYTES);
    expect(kinds(machine.gotRequest({ block: 0, offset: PIECE_BYTES, length: 1 }, HIGH_WATER_BYTES))).toEqual([
      'chunk',
    ]);
  });

  test('D8e: a full send buffer holds it back, room lets it go on', () => {
    const machine = new SendMachine(MB4);
    machine.gotRequest({ block: 0, offset: 0, length: PIECE_BYTES }, 0);
    expect(machine.gotBlock(0, signed(0), 0)).toEqual([]);
    expect(kinds(machine.onRoom(1))).toEqual(['block-signature', 'chunk']); // one chunk more than there was room for, at the most
    expect(kinds(machine.onRoom(HIGH_WATER_BYTES))).toEqual(['chunk']);
  });

  test('D8d: holds three blocks at the most, and lets go of what it has passed', () => {
    const machine = new SendMachine(10 * BLOCK_BYTES);
    const asked = [0, 2, 4, 6, 8].flatMap((block) =>
      loads(machine.gotRequest({ block, offset: 0, length: 10 }, HIGH_WATER_BYTES)),
    );
    expect(asked).toEqual([0, 2, 4]);
    expect(loads(machine.gotBlock(0, signed(0), HIGH_WATER_BYTES))).toEqual([6]);
  });

  test.each([
    ['past the last block', { block: 4, offset: 0, length: 1 }, MB4],
    ['far outside', { block: 0xffff_ffff, offset: 0, length: 1 }, MB4],
    ['past the end of a short block', { block: 0, offset: 0, length: 101 }, 100],
    ['of an empty share', { block: 0, offset: 0, length: 1 }, 0],
  ])('D8a: a request %s is dropped', (_, piece, bytes) => {
    expect(new SendMachine(bytes).gotRequest(piece, HIGH_WATER_BYTES)).toEqual([{ type: 'drop' }]);
  });

  test('what is queued of cancelled blocks is not sent; what was sent stays, and room for others is free again', () => {
    const machine = new SendMachine(MB4);
    const ask = (block: number, offset: number) =>
      machine.gotRequest({ block, offset, length: PIECE_BYTES }, CHUNK_BYTES - 1);
    ask(0, 0);
    ask(1, 0);
    ask(0, PIECE_BYTES);
    const sent = kinds(machine.gotBlock(0, signed(0), CHUNK_BYTES));
    expect(sent).toEqual(['block-signature', 'chunk']);
    machine.gotBlock(1, signed(1), 0);
    const effects = machine.gotCancel([0, 3, 99], HIGH_WATER_BYTES);
    expect(effects.flatMap((effect) => (effect.type === 'chunk' ? [effect.block] : []))).toEqual(
      Array.from({ length: PIECE_BYTES / CHUNK_BYTES }, () => 1),
    );
    expect(machine.unsentBytes).toBe(0);
    expect(machine.gotCancel([1], HIGH_WATER_BYTES)).toEqual([]);
    for (let bytes = 0; bytes + PIECE_BYTES <= MAX_REQUESTED_BYTES; bytes += PIECE_BYTES)
      expect(kinds(ask(0, 0))).not.toContain('drop');
  });

  test('D8a: too many requests, or for too much, are dropped', () => {
    const small = new SendMachine(MB4);
    for (let i = 0; i < MAX_REQUESTS; i++)
      expect(kinds(small.gotRequest({ block: 0, offset: 0, length: 1 }, 0))).not.toContain('drop');
    expect(small.gotRequest({ block: 0, offset: 0, length: 1 }, 0)).toEqual([{ type: 'drop' }]);
    const large = new SendMachine(MB4);
    for (let i = 0; i < MAX_REQUESTED_BYTES / PIECE_BYTES; i++)
      large.gotRequest({ block: 0, offset: 0, length: PIECE_BYTES }, 0);
    expect(large.gotRequest({ block: 0, offset: 0, length: 1 }, 0)).toEqual([{ type: 'drop' }]);
  });
});
