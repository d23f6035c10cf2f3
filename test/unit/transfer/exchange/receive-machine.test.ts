import { describe, expect, test } from 'vitest';

import type { Piece } from '../../../../src/protocol/frame.ts';
import { BLOCK_BYTES, CHUNK_BYTES, MAX_BLOCK_FAILURES, MAX_OPEN_BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../../src/transfer/exchange/receive-machine.ts';
import { MOST_ALL_BYTES } from '../../../../src/transfer/flow/flight.ts';
import { chunk, kinds, MB4, blockSignature, receiver, requests } from './pieces.ts';

/** Answers all requests, as they come, with right data; tells every effect that is no request. */
function serve(
  machine: ReceiveMachine,
  source: string,
  first: readonly ReceiveEffect[],
  isGood: (block: number) => boolean = () => true,
) {
  const seen: ReceiveEffect[] = [];
  const queue = [...first];
  let now = 0;
  for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
    now += 0.1;
    if (effect.type !== 'request') seen.push(effect);
    if (effect.type === 'request') {
      const { block, offset, length } = effect.piece;
      if (offset === 0) queue.push(...machine.gotBlockSignature(source, blockSignature(block), now));
      for (let at = offset; at < offset + length; at += CHUNK_BYTES) {
        queue.push(
          ...machine.gotChunk(
            source,
            { block, offset: at, payload: new Uint8Array(Math.min(CHUNK_BYTES, offset + length - at)) },
            now,
          ),
        );
      }
    }
    if (effect.type === 'verify') queue.push(...machine.gotVerdict(effect.block, isGood(effect.block), now));
    if (effect.type === 'write') queue.push(...machine.gotWritten(effect.block, now));
  }
  return seen;
}

describe('receive machine', () => {
  test('D2: asks for every byte once, in order, and is complete', () => {
    const machine = receiver(MB4);
    const seen = serve(machine, 'a', machine.onSource('a', 'peer a', 0));
    expect(seen.filter(({ type }) => type === 'write').map((effect) => 'block' in effect && effect.block)).toEqual([
      0, 1, 2, 3,
    ]);
    expect(kinds(seen).at(-1)).toBe('complete');
    expect(machine.openBytes).toBe(0);
  });

  describe('W4: a withdrawal', () => {
    const withdrawal = { ranges: [[1, 1]] as const, signature: 'A'.repeat(86) };

    test('is due ahead of a block’s block signature, once; anywhere else it is misbehaviour', () => {
      const machine = receiver(MB4);
      machine.onSource('a', 'peer a', 0);
      expect(kinds(machine.gotWithdrawal('a', withdrawal, 1))).toEqual(['withdrawal']);
      expect(kinds(machine.gotWithdrawal('a', withdrawal, 1))).toContain('drop');
      const other = receiver(MB4);
      other.onSource('a', 'peer a', 0);
      other.gotBlockSignature('a', blockSignature(0), 1);
      expect(kinds(other.gotWithdrawal('a', withdrawal, 1))).toContain('drop');
    });

    test('that is not the share’s ends its source; from a source that is gone it is nothing', () => {
      const machine = receiver(MB4);
      machine.onSource('a', 'peer a', 0);
      expect(machine.gotWithdrawal('b', withdrawal, 1)).toEqual([]);
      machine.gotWithdrawal('a', withdrawal, 1);
      expect(machine.gotWithdrawalVerdict('a', false, [], 1)).toEqual([
        { type: 'drop', source: 'a', code: 'block-forged' },
      ]);
    });

    test('spares what nobody needs: it is not asked for, and the rest is complete without it', () => {
      const machine = receiver(40 * BLOCK_BYTES);
      const first = machine.onSource('a', 'peer a', 0);
      const asked = new Set(requests(first).map(({ block }) => block));
      const rest = machine.skip(
        Array.from({ length: 30 }, (_, index) => 10 + index),
        0,
      );
      const seen = serve(machine, 'a', [...first, ...rest]);
      const written = seen.flatMap((effect) => (effect.type === 'write' ? [effect.block] : []));
      expect(written.every((block) => block < 10 || asked.has(block))).toBe(true);
      expect(written).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
      expect(kinds(seen).at(-1)).toBe('complete');
    });

    test('a block of it that was lost with its source, or came half old and half new, is nobody’s fault and not asked for again', () => {
      const machine = receiver(2 * BLOCK_BYTES);
      machine.onSource('a', 'peer a', 0);
      machine.skip([0], 0);
      machine.onSourceLost('a', 1);
      const [piece] = requests(machine.onSource('b', 'peer b', 2));
      expect(piece?.block).toBe(1);
    });
  });

  test('C9: asks for nothing while it is held, and for the rest afterwards', () => {
    const machine = receiver(MB4);
    const first = machine.onSource('a', 'a', 0);
    machine.hold();
    const seen = serve(machine, 'a', first);
    const written = seen.filter(({ type }) => type === 'write').length;
    expect(written).toBeLessThan(4);
    expect(kinds(machine.onSource('b', 'b', 1))).toEqual([]);
    machine.onSourceLost('b', 1);
    expect(
      serve(machine, 'a', machine.release(2))
        .map(({ type }) => type)
        .at(-1),
    ).toBe('complete');
  });

  test('D2: a block that found no room is asked for again, when there is', () => {
    const machine = receiver(10);
    const [first] = requests(machine.onSource('a', 'a', 0));
    machine.gotBlockSignature('a', blockSignature(0, 10), 1);
    machine.gotChunk('a', chunk(first!, 10), 1);
    machine.gotVerdict(0, true, 1);
    machine.hold();
    machine.gotUnwritten(0);
    expect(machine.openBytes).toBe(0);
    expect(requests(machine.release(2))).toEqual([{ block: 0, offset: 0, length: 10 }]);
  });

  test('C9: what is all here when it is held is complete', () => {
    const machine = receiver(10);
    const first = machine.onSource('a', 'a', 0);
    machine.hold();
    machine.gotBlockSignature('a', blockSignature(0, 10), 1);
    expect(requests(first)).toHaveLength(1);
    machine.gotChunk('a', chunk({ block: 0, offset: 0, length: 10 }, 10), 1);
    machine.gotVerdict(0, true, 1);
    expect(kinds(machine.gotWritten(0, 1))).toEqual(['complete']);
  });

  test('C9: the wait for a sender that had paused is no measure of the path', () => {
    const windowAfter = (isTold: boolean): number => {
      const machine = receiver(40 * BLOCK_BYTES);
      const answer = (pieces: readonly Piece[], nowMs: number): Piece[] =>
        pieces.flatMap((piece) => {
          if (piece.offset === 0) machine.gotBlockSignature('a', blockSignature(piece.block), nowMs);
          const chunks = [];
          for (let at = 0; at < piece.length; at += CHUNK_BYTES)
            chunks.push({
              block: piece.block,
              offset: piece.offset + at,
              payload: new Uint8Array(Math.min(CHUNK_BYTES, piece.length - at)),
            });
          return chunks.flatMap((chunk) => requests(machine.gotChunk('a', chunk, nowMs)));
        });
      let pieces = requests(machine.onSource('a', 'a', 0, 50));
      for (let nowMs = 50; nowMs < 900; nowMs += 50) pieces = answer(pieces, nowMs); // the window has opened
      if (isTold) machine.onSourceResumed('a', 600_000);
      return answer(answer(pieces, 600_050), 600_100).reduce((sum, { length }) => sum + length, 0);
    };
    expect(windowAfter(true)).toBeGreaterThan(windowAfter(false));
  });

  test('a share of nothing is complete with its first source', () => {
    expect(kinds(receiver(0).onSource('a', 'peer a', 0))).toEqual(['complete']);
  });

  test('blocks that are kept are not asked for again', () => {
    const done = new Bitmap(4);
    done.add(0);
    done.add(2);
    const machine = new ReceiveMachine(MB4, done);
    const written = serve(machine, 'a', machine.onSource('a', 'peer a', 0)).filter(({ type }) => type === 'write');
    expect(written.map((effect) => 'block' in effect && effect.block)).toEqual([1, 3]);
  });

  test('D7: under way is never more than the window, open never more than its bound', () => {
    const machine = receiver(200 * BLOCK_BYTES);
    const asked = requests(machine.onSource('a', 'peer a', 0)).reduce((sum, { length }) => sum + length, 0);
    expect(asked).toBeLessThanOrEqual(MOST_ALL_BYTES);
    // Nothing is ever written: it must stop asking.
    const queue = [...requests(receiverStart(machine))];
    let now = 0;
    for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) {
      now += 0.1;
      if (piece.offset === 0) machine.gotBlockSignature('b', blockSignature(piece.block), now);
      for (let at = piece.offset; at < piece.offset + piece.length; at += CHUNK_BYTES) {
        queue.push(
          ...requests(
            machine.gotChunk(
              'b',
              {
                block: piece.block,
                offset: at,
                payload: new Uint8Array(Math.min(CHUNK_BYTES, piece.offset + piece.length - at)),
              },
              now,
            ),
          ),
        );
      }
    }
    expect(machine.openBytes).toBeGreaterThanOrEqual(MAX_OPEN_BLOCK_BYTES);
    expect(machine.openBytes).toBeLessThanOrEqual(MAX_OPEN_BLOCK_BYTES + BLOCK_BYTES);
  });

  /**
   * Two sources, of which the one asked for block 0 falls silent; what the other sends is verified, and its writes wait
   * for block 0.
   */
  function behindBlock0() {
    const machine = receiver(200 * BLOCK_BYTES);
    const silent = requests(machine.onSource('a', 'peer a', 0)).map(({ block }) => block);
    const waiting = new Set<number>();
    const queue = [...machine.onSource('b', 'peer b', 0)];
    const takeAll = (): void => {
      for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
        if (effect.type === 'request' && effect.source === 'b') {
          const { piece } = effect;
          if (piece.offset === 0) queue.push(...machine.gotBlockSignature('b', blockSignature(piece.block), 1));
          queue.push(...machine.gotChunk('b', chunk(piece, piece.length), 1));
        } else if (effect.type === 'verify') queue.push(...machine.gotVerdict(effect.block, true, 1));
        else if (effect.type === 'write') waiting.add(effect.block);
      }
    };
    takeAll();
    return { machine, silent, waiting, queue, takeAll };
  }

  test('D10b: a block that others wait for is asked for again when its source is lost, though all room is taken', () => {
    const { machine, silent, waiting, queue, takeAll } = behindBlock0();
    expect(silent).toContain(0);
    expect(machine.openBytes).toBeGreaterThanOrEqual(MAX_OPEN_BLOCK_BYTES);
    expect([...waiting].filter((block) => silent.includes(block))).toEqual([]);
    queue.push(...machine.onSourceLost('a', 2));
    takeAll();
    for (const block of silent) expect(waiting).toContain(block);
    expect(machine.openBytes).toBeLessThanOrEqual(MAX_OPEN_BLOCK_BYTES + BLOCK_BYTES); // D7
  });

  test('D10b: knows a slow disk from a line on which nothing comes', () => {
    const machine = receiver(200 * BLOCK_BYTES);
    const waiting: number[] = [];
    const queue = [...machine.onSource('a', 'peer a', 0)];
    expect(machine.isWaitingForWrites).toBe(false);
    for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
      if (effect.type === 'request') {
        const { piece } = effect;
        if (piece.offset === 0) queue.push(...machine.gotBlockSignature('a', blockSignature(piece.block), 1));
        queue.push(...machine.gotChunk('a', chunk(piece, piece.length), 1));
      } else if (effect.type === 'verify') queue.push(...machine.gotVerdict(effect.block, true, 1));
      else if (effect.type === 'write') waiting.push(effect.block);
    }
    expect(machine.isWaitingForWrites).toBe(true);
    machine.gotWritten(waiting[0]!, 2);
    expect(machine.isWaitingForWrites).toBe(false);
    machine.onSourceLost('a', 3);
    expect(machine.isWaitingForWrites).toBe(false);
    expect(behindBlock0().machine.isWaitingForWrites).toBe(false); // a silent source is the line
  });

  test('D10b: of the blocks that came back, the lowest is asked for first', () => {
    const machine = receiver(200 * BLOCK_BYTES);
    const blocks = new Set(
      ['a', 'b', 'c'].flatMap((source) => requests(machine.onSource(source, source, 0)).map(({ block }) => block)),
    );
    machine.hold();
    for (const source of ['c', 'a', 'b']) machine.onSourceLost(source, 1);
    machine.onSource('d', 'd', 1);
    const [first] = requests(machine.release(2));
    expect(blocks.size).toBeGreaterThan(2);
    expect(first).toMatchObject({ block: 0, offset: 0 });
  });

  const receiverStart = (machine: ReceiveMachine) => {
    machine.onSourceLost('a', 0);
    return machine.onSource('b', 'peer b', 0);
  };

  test('D5: a chunk that was not asked for, again, or out of turn drops its source', () => {
    const cases: ((piece: Piece) => { block: number; offset: number; payload: Uint8Array<ArrayBuffer> })[] = [
      (piece) => chunk({ ...piece, block: piece.block + 9 }, 10),
      (piece) => chunk({ ...piece, offset: piece.offset + 1 }, 10),
      (piece) => chunk(piece, piece.length + 1),
    ];
    for (const wrong of cases) {
      const machine = receiver(MB4);
      const [piece] = requests(machine.onSource('a', 'peer a', 0));
      machine.gotBlockSignature('a', blockSignature(0), 1);
      expect(machine.gotChunk('a', wrong(piece!), 1)).toEqual([{ type: 'drop', source: 'a', code: 'peer-misbehaved' }]);
      expect(machine.openBytes).toBe(0);
      expect(machine.gotChunk('a', chunk(piece!, 10), 1)).toEqual([]); // forgotten
    }
  });

  test('D4b: a chunk without block signature, a second blockSignature, one of another length, one for another block', () => {
    const drop = [{ type: 'drop', source: 'a', code: 'peer-misbehaved' }];
    const started = () => {
      const machine = receiver(MB4);
      return { machine, piece: requests(machine.onSource('a', 'peer a', 0))[0]! };
    };
    const without = started();
    expect(without.machine.gotChunk('a', chunk(without.piece, 1), 1)).toEqual(drop);
    const twice = started();
    twice.machine.gotBlockSignature('a', blockSignature(0), 1);
    expect(twice.machine.gotBlockSignature('a', blockSignature(0), 1)).toEqual(drop);
    expect(started().machine.gotBlockSignature('a', blockSignature(0, 5), 1)).toEqual(drop);
    expect(started().machine.gotBlockSignature('a', blockSignature(3), 1)).toEqual(drop);
  });

  test('D6: a block that fails is asked for again; at the third failure its source is dropped, and another one delivers', () => {
    const machine = receiver(MB4);
    let failures = 0;
    const seen = serve(
      machine,
      'a',
      machine.onSource('a', 'peer a', 0),
      (block) => !(block === 1 && ++failures <= MAX_BLOCK_FAILURES - 1),
    );
    expect(kinds(seen).at(-1)).toBe('complete');

    const hostile = receiver(MB4);
    const dropped = serve(hostile, 'a', hostile.onSource('a', 'peer a', 0), () => false);
    expect(dropped.filter(({ type }) => type === 'drop')).toEqual([
      { type: 'drop', source: 'a', code: 'block-forged' },
    ]);
    expect(kinds(dropped)).not.toContain('write');
    expect(kinds(serve(hostile, 'b', hostile.onSource('b', 'peer b', 0))).at(-1)).toBe('complete');
  });

  test('D6: the failures of a peer count on all its lanes together, and all its lanes are dropped', () => {
    const machine = receiver(8 * BLOCK_BYTES);
    const lanes = ['a/0', 'a/1', 'a/2'];
    const queue = lanes.flatMap((lane) => machine.onSource(lane, 'a', 0));
    const seen: ReceiveEffect[] = [];
    for (let effect = queue.shift(); effect !== undefined; effect = queue.shift()) {
      if (effect.type === 'request') {
        const { source, piece } = effect;
        if (piece.offset === 0) queue.push(...machine.gotBlockSignature(source, blockSignature(piece.block), 0));
        queue.push(...machine.gotChunk(source, chunk(piece, piece.length), 0));
      } else if (effect.type === 'verify') queue.push(...machine.gotVerdict(effect.block, false, 0));
      else seen.push(effect);
    }
    expect(seen).toEqual([{ type: 'drop', source: expect.stringMatching(/^a\//), code: 'block-forged' }]);
    expect(machine.openBytes).toBe(0);
    expect(kinds(serve(machine, 'b/0', machine.onSource('b/0', 'b', 0))).at(-1)).toBe('complete');
  });

  test('a source that is lost in the middle of a block loses nothing', () => {
    const machine = receiver(MB4);
    const [piece] = requests(machine.onSource('a', 'peer a', 0));
    machine.gotBlockSignature('a', blockSignature(0), 0);
    machine.gotChunk('a', chunk(piece!, 100), 0);
    machine.onSourceLost('a', 0);
    const seen = serve(machine, 'b', machine.onSource('b', 'peer b', 0));
    expect(seen.filter(({ type }) => type === 'write')).toHaveLength(4);
    expect(kinds(seen).at(-1)).toBe('complete');
  });

  test('two sources are never asked for the same block', () => {
    const machine = receiver(8 * BLOCK_BYTES);
    const a = new Set(requests(machine.onSource('a', 'peer a', 0)).map(({ block }) => block));
    const b = requests(machine.onSource('b', 'peer b', 0)).map(({ block }) => block);
    expect(b.length).toBeGreaterThan(0);
    expect(b.filter((block) => a.has(block))).toEqual([]);
  });
});
