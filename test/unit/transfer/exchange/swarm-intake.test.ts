/** What the receive machine makes of what holders and seeds say, and of those that are slow or lie. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Piece } from '../../../../src/protocol/frame.ts';
import { BLOCK_BYTES, MAX_OPEN_BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../../src/transfer/exchange/receive-machine.ts';
import { SendMachine, type SendEffect } from '../../../../src/transfer/exchange/send-machine.ts';
import { seeded } from '../flow/network.ts';
import { blockSignature, chunk, kinds } from './pieces.ts';

const setOf = (size: number, blocks: readonly number[]): Bitmap => {
  const bitmap = new Bitmap(size);
  for (const block of blocks) bitmap.add(block);
  return bitmap;
};

interface Asked {
  readonly source: string;
  readonly piece: Piece;
}

/** A machine whose peers answer when they are told to. */
class Bench {
  nowMs = 0;
  readonly machine: ReceiveMachine;
  readonly asked: Asked[] = [];
  readonly cancelled: { readonly source: string; readonly blocks: readonly number[] }[] = [];
  readonly seen: ReceiveEffect[] = [];
  isGood: (source: string) => boolean = () => true;

  constructor(blocks: number, done: readonly number[] = []) {
    this.machine = new ReceiveMachine(blocks * BLOCK_BYTES, setOf(blocks, done), { random: seeded(3) });
  }

  seed(name: string): void {
    this.perform(this.machine.onSource(name, name, this.nowMs, 1));
  }

  holder(name: string, size: number, blocks: readonly number[]): void {
    this.perform(this.machine.gotHoldings(name, setOf(size, blocks), this.nowMs));
    this.seed(name);
  }

  perform(effects: readonly ReceiveEffect[], from = ''): void {
    for (const effect of effects) {
      this.seen.push(effect);
      if (effect.type === 'request') this.asked.push(effect);
      if (effect.type === 'cancel') this.cancelled.push(effect);
      if (effect.type === 'verify') this.perform(this.machine.gotVerdict(effect.block, this.isGood(from), this.nowMs));
      if (effect.type === 'write') this.perform(this.machine.gotWritten(effect.block, this.nowMs));
    }
  }

  /** Blocks that this peer was asked for and has not answered in full, in their order. */
  blocksOf(source: string): number[] {
    return [...new Set(this.asked.filter((each) => each.source === source).map(({ piece }) => piece.block))];
  }

  /** It answers all that it was asked for until now. */
  answer(source: string): void {
    for (const each of this.asked.filter((one) => one.source === source)) {
      this.asked.splice(this.asked.indexOf(each), 1);
      this.send(source, each.piece);
    }
  }

  send(source: string, piece: Piece): void {
    this.nowMs += 1;
    if (piece.offset === 0)
      this.perform(this.machine.gotBlockSignature(source, blockSignature(piece.block), this.nowMs), source);
    this.perform(this.machine.gotChunk(source, chunk(piece, piece.length), this.nowMs), source);
  }

  /** It answers until nothing more is asked of it. */
  answerAll(source: string): void {
    while (this.asked.some((each) => each.source === source)) this.answer(source);
  }

  tick(afterMs: number): void {
    this.nowMs += afterMs;
    this.perform(this.machine.tick(this.nowMs));
  }

  get drops(): ReceiveEffect[] {
    return this.seen.filter(({ type }) => type === 'drop');
  }
}

describe('holders', () => {
  test('are never asked for what they have not said, and for what they say later', () => {
    const bench = new Bench(6);
    bench.holder('one', 6, [1, 4]);
    bench.answerAll('one');
    const written = () => bench.seen.flatMap((effect) => (effect.type === 'write' ? [effect.block] : []));
    expect(new Set(written())).toEqual(new Set([1, 4]));
    bench.perform(bench.machine.gotHave('one', [5, 9, 1], bench.nowMs));
    bench.answerAll('one');
    expect(new Set(written())).toEqual(new Set([1, 4, 5]));
    expect(bench.drops).toEqual([]);
  });

  test('of another share are taken for nothing; what one was asked for as a seed is cancelled', () => {
    const bench = new Bench(6);
    bench.seed('one');
    expect(bench.blocksOf('one')).toEqual([0]);
    expect(bench.machine.gotHoldings('one', setOf(7, [1]), 1)).toEqual([]);
    bench.perform(bench.machine.gotHoldings('one', setOf(6, [3]), 1));
    expect(bench.cancelled).toEqual([{ type: 'cancel', source: 'one', blocks: [0] }]);
    bench.answerAll('one');
    expect(bench.drops).toEqual([]);
    expect(bench.seen.flatMap((effect) => (effect.type === 'write' ? [effect.block] : []))).toEqual([3]);
  });

  test('are at one block until they have given a good one', () => {
    const bench = new Bench(30);
    bench.holder('one', 30, [4, 7, 9]);
    const first = bench.blocksOf('one');
    expect(first).toHaveLength(1);
    while (bench.blocksOf('one').length === 1 && bench.blocksOf('one')[0] === first[0]) bench.answer('one');
    expect(bench.seen.some(({ type }) => type === 'write')).toBe(true);
    expect(bench.drops).toEqual([]);
  });

  test('D6: are dropped at the first forged block, a seed at the third', () => {
    const bench = new Bench(30);
    bench.isGood = (source) => source !== 'one';
    bench.holder('one', 30, [4, 7, 9]);
    bench.answerAll('one');
    expect(bench.drops).toEqual([{ type: 'drop', source: 'one', code: 'block-forged' }]);
    const verified = bench.seen.filter(({ type }) => type === 'verify');
    expect(verified).toHaveLength(1);
  });

  test('who holds a block and brings nothing loses it to another, and is not asked again for a while', () => {
    const bench = new Bench(10, [0, 1, 2, 3, 4, 5, 6, 7]);
    bench.holder('silent', 10, [8, 9]);
    const [block] = bench.blocksOf('silent');
    bench.tick(3000);
    bench.tick(3000);
    expect(bench.cancelled).toEqual([]); // nobody else has it
    bench.holder('one', 10, [8, 9]);
    bench.tick(500);
    expect(bench.cancelled).toEqual([{ type: 'cancel', source: 'silent', blocks: [block] }]);
    bench.asked.length = 0;
    bench.answerAll('one');
    bench.tick(5000);
    expect(bench.blocksOf('silent')).toEqual([]);
    expect(kinds(bench.seen)).not.toContain('drop');
  });

  test('the blocks of a silent seed are given to others as well, after longer', () => {
    const bench = new Bench(40);
    bench.seed('silent');
    const blocks = bench.blocksOf('silent');
    bench.seed('one');
    bench.tick(14_000);
    expect(bench.cancelled).toEqual([]);
    bench.tick(2000);
    expect(bench.cancelled).toEqual([{ type: 'cancel', source: 'silent', blocks }]);
    bench.answerAll('one');
    expect(kinds(bench.seen).at(-1)).toBe('complete');
  });
});

describe('given', () => {
  const collide = (answers: number) => {
    const bench = new Bench(8);
    bench.holder('one', 8, []);
    bench.seed('seed');
    for (let count = 0; count < answers; count++) bench.send('seed', bench.asked.shift()!.piece);
    bench.perform(bench.machine.gotGiven('seed', [0, 77, 0], bench.nowMs));
    return bench;
  };

  test('of a block that we have hardly begun: it is left to the other, and another one is asked for', () => {
    const bench = collide(1);
    expect(bench.cancelled).toEqual([{ type: 'cancel', source: 'seed', blocks: [0] }]);
    expect(bench.asked.at(-1)?.piece.block).not.toBe(0);
    bench.answerAll('seed'); // what was cancelled may still come
    expect(bench.drops).toEqual([]);
  });

  test('of a block that is half here: it is fetched on', () => {
    expect(collide(6).cancelled).toEqual([]);
  });

  test('where nobody comes to get it from: it is fetched on when there was time for a link', () => {
    const bench = new Bench(8);
    bench.seed('seed');
    bench.perform(bench.machine.gotGiven('seed', [0, 1, 2, 3, 4, 5, 6, 7], 1));
    bench.answerAll('seed');
    expect(bench.cancelled).toEqual([]);
    expect(kinds(bench.seen)).not.toContain('complete');
    for (let second = 0; second < 8; second += 1) {
      bench.tick(1000);
      bench.answerAll('seed');
    }
    expect(kinds(bench.seen).at(-1)).toBe('complete');
  });

  test('all of it: copies are asked for only after the others had the time to pass it on', () => {
    const bench = new Bench(8);
    bench.holder('one', 8, []);
    bench.perform(bench.machine.gotGiven('seed', [0, 1, 2, 3, 4, 5, 6, 7], 0));
    bench.seed('seed');
    expect(bench.asked).toEqual([]);
    for (let block = 1; block < 8; block += 1) bench.tick(4000); // the seed gives eight, one after the other
    expect(bench.asked).toEqual([]);
    bench.tick(4500);
    expect(bench.blocksOf('seed')).toHaveLength(1);
  });

  test('a holder’s news makes one wait longer for the rest', () => {
    const bench = new Bench(8);
    bench.holder('one', 8, []);
    bench.perform(bench.machine.gotGiven('seed', [0, 1, 2, 3, 4, 5, 6, 7], 0));
    bench.seed('seed');
    for (let block = 1; block < 8; block += 1) bench.tick(4000);
    bench.tick(3000);
    bench.perform(bench.machine.gotHave('one', [3], bench.nowMs));
    bench.tick(3000);
    expect(bench.blocksOf('seed')).toEqual([]);
  });
});

describe('cancelled', () => {
  /** A seed of whose block half came before it was cancelled. */
  const halfway = () => {
    const bench = new Bench(8);
    bench.holder('one', 8, []);
    bench.seed('seed');
    const first = bench.asked.splice(0);
    bench.perform(bench.machine.gotGiven('seed', [0], bench.nowMs));
    const later = bench.asked.splice(0);
    expect(later.length).toBeGreaterThan(0);
    return { bench, first, later };
  };

  test('what comes of it is ignored, as much as it was asked for', () => {
    const { bench, first } = halfway();
    for (const { piece } of first) bench.send('seed', piece);
    expect(bench.drops).toEqual([]);
    bench.send('seed', first[0]!.piece);
    expect(bench.drops).toHaveLength(1);
  });

  test('nothing of it may come after a later request was answered', () => {
    const { bench, first, later } = halfway();
    bench.send('seed', later[0]!.piece);
    expect(bench.drops).toEqual([]);
    bench.send('seed', first[0]!.piece);
    expect(bench.drops).toHaveLength(1);
  });

  test('of a block that was not asked for it is a fault as ever', () => {
    const { bench } = halfway();
    bench.perform(bench.machine.gotChunk('seed', chunk({ block: 7, offset: 0, length: 10 }, 10), 5));
    expect(bench.drops).toHaveLength(1);
  });
});

test('at the end the block that will be late is asked for again, of who is quick, and the later copy is cancelled', () => {
  const bench = new Bench(12, [0, 1, 2, 3, 4, 5, 6, 7]);
  bench.holder('slow', 12, [8]);
  bench.holder('quick', 12, [9, 10, 11]);
  bench.answerAll('quick');
  bench.perform(bench.machine.gotHave('quick', [8], bench.nowMs));
  bench.tick(2000);
  expect(bench.cancelled).toEqual([]);
  expect(bench.blocksOf('quick')).toEqual([8]);
  bench.answerAll('quick');
  expect(bench.cancelled).toEqual([{ type: 'cancel', source: 'slow', blocks: [8] }]);
  expect(kinds(bench.seen)).toContain('complete');
});

/** Lanes keep their order, control messages come when they like; senders freeze for a while, and cancels cross answers. */
function race(seed: number): void {
  const random = seeded(seed);
  const blocks = 6;
  const machine = new ReceiveMachine(blocks * BLOCK_BYTES, new Bitmap(blocks), { random });
  const senders = new Map(['seed', 'one', 'two'].map((name) => [name, new SendMachine(blocks * BLOCK_BYTES)]));
  const events: { atMs: number; order: number; act: () => void }[] = [];
  const lanes = new Map<string, number>();
  let nowMs = 0;
  let order = 0;
  const outcome = { isComplete: false };
  const after = (delayMs: number, act: () => void) => events.push({ atMs: nowMs + delayMs, order: order++, act });
  const send = (lane: string, act: () => void) => {
    const freezeMs = random() < 0.05 ? random() * 30_000 : 0;
    const atMs = Math.max(lanes.get(lane) ?? 0, nowMs + random() * 40 + freezeMs);
    lanes.set(lane, atMs);
    after(atMs - nowMs, act);
  };
  const sends = (name: string, effects: readonly SendEffect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'drop') throw new Error(`seed ${seed}: our own request was refused`);
      if (effect.type === 'load') {
        const bytes = new Uint8Array(BLOCK_BYTES);
        after(random() * 5, () =>
          sends(
            name,
            senders.get(name)!.gotBlock(effect.block, { bytes, blockSignature: blockSignature(effect.block) }, 1e5),
          ),
        );
      }
      if (effect.type === 'block-signature')
        send(`from ${name}`, () => perform(machine.gotBlockSignature(name, effect.blockSignature, nowMs)));
      if (effect.type === 'chunk') send(`from ${name}`, () => perform(machine.gotChunk(name, effect, nowMs)));
    }
  };
  const perform = (effects: readonly ReceiveEffect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'request')
        send(`to ${effect.source}`, () =>
          sends(effect.source, senders.get(effect.source)!.gotRequest(effect.piece, 1e5)),
        );
      if (effect.type === 'cancel')
        after(random() * 3000, () => sends(effect.source, senders.get(effect.source)!.gotCancel(effect.blocks, 1e5)));
      if (effect.type === 'verify') after(random() * 3, () => perform(machine.gotVerdict(effect.block, true, nowMs)));
      if (effect.type === 'write') after(random() * 9, () => perform(machine.gotWritten(effect.block, nowMs)));
      if (effect.type === 'drop') throw new Error(`seed ${seed}: ${effect.source} is dropped, and did nothing wrong`);
      if (effect.type === 'complete') outcome.isComplete = true;
    }
    expect(machine.openBytes).toBeLessThanOrEqual(MAX_OPEN_BLOCK_BYTES + BLOCK_BYTES);
  };
  const tick = (): void => {
    for (const [name, sender] of senders) sends(name, sender.onRoom(1e5));
    if (random() < 0.3) perform(machine.gotGiven('seed', [Math.floor(random() * blocks)], nowMs));
    perform(machine.tick(nowMs));
    after(500, tick);
  };
  for (const name of ['one', 'two']) perform(machine.gotHoldings(name, setOf(blocks, [0, 2, 3, 5]), nowMs));
  for (const name of senders.keys()) perform(machine.onSource(name, name, nowMs));
  after(500, tick);
  while (!outcome.isComplete && nowMs < 3_600_000) {
    events.sort((one, other) => one.atMs - other.atMs || one.order - other.order);
    const next = events.shift()!;
    nowMs = next.atMs;
    next.act();
  }
  if (!outcome.isComplete) throw new Error(`seed ${seed}: no end`);
}

/** A block that was asked for again while its first answer was still under way: twice the same, in other pieces. */
test.each([266_384_308, 596_650_047])('an answer that comes after its block was asked for again, seed %i', (seed) => {
  race(seed);
});

test('whatever cancels and answers cross: nobody is dropped for it, and every block comes', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e9 }), race), { numRuns: 40 });
}, 60_000);
