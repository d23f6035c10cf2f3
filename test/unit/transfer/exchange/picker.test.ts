/** The law of picker.ts, rule by rule. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { BlockPicker, type PickRules } from '../../../../src/transfer/exchange/picker.ts';
import { ShareMap } from '../../../../src/transfer/exchange/share-map.ts';
import { seeded } from '../flow/network.ts';

const RULES: PickRules = { mayCopy: false, isBarred: () => false };

const setOf = (size: number, blocks: Iterable<number>): Bitmap => {
  const bitmap = new Bitmap(size);
  for (const block of blocks) bitmap.add(block);
  return bitmap;
};

function share(size: number, done: readonly number[] = [], random = seeded(1)) {
  const map = new ShareMap(setOf(size, done));
  const picker = new BlockPicker(map, random);
  const holder = (name: string, blocks: Iterable<number>, isProven = true): void => {
    map.addPeer(name);
    map.gotHoldings(name, setOf(size, blocks));
    if (isProven) map.prove(name);
  };
  const take = (peer: string, rules: Partial<PickRules> = {}) => picker.take(peer, { ...RULES, ...rules });
  const takeAll = (peer: string, rules: Partial<PickRules> = {}): number[] => {
    const taken: number[] = [];
    for (let block = take(peer, rules); block !== undefined; block = take(peer, rules)) taken.push(block);
    return taken;
  };
  return { map, picker, holder, take, takeAll };
}

const range = (from: number, end: number): number[] => Array.from({ length: end - from }, (_, index) => from + index);

describe('one seed and nobody else', () => {
  test('the lowest block first, and nothing twice', () => {
    const { map, takeAll } = share(20, [3, 4]);
    map.addPeer('seed');
    expect(takeAll('seed')).toEqual(range(0, 20).filter((block) => block !== 3 && block !== 4));
  });

  test('what was given back comes before new blocks, the lowest of it first', () => {
    const { map, take, takeAll } = share(8);
    map.addPeer('seed');
    for (let count = 0; count < 5; count++) take('seed');
    map.giveBack(3);
    map.giveBack(1);
    expect(takeAll('seed')).toEqual([1, 3, 5, 6, 7]);
  });

  test('from its start on, and round: the start counts before the first block only', () => {
    const { map, picker, take, takeAll } = share(8);
    map.addPeer('seed');
    picker.gotStart('seed', 99);
    picker.gotStart('seed', 5);
    expect(take('seed')).toBe(5);
    picker.gotStart('seed', 2);
    expect(takeAll('seed')).toEqual([6, 7, 0, 1, 2, 3, 4]);
  });

  test('a block that was given back is no part of the run: it goes on where it was', () => {
    const { map, picker, take } = share(100);
    map.addPeer('seed');
    picker.gotStart('seed', 50);
    map.addPeer('other');
    expect([take('other'), take('seed')]).toEqual([0, 50]);
    map.giveBack(0);
    expect([take('seed'), take('seed')]).toEqual([0, 51]);
  });

  test('a share of 64 million blocks costs no memory for each block, and a pick no look at all of them', () => {
    const { map, take, takeAll, holder } = share(2 ** 26);
    map.addPeer('seed');
    map.gotGiven('seed', [1, 2, 3]);
    holder('one', [70_000_000, 5_000_000, 60_000_000]);
    expect(map.rarity).toBeUndefined();
    expect(takeAll('one').toSorted((one, other) => one - other)).toEqual([5_000_000, 60_000_000]);
    expect([take('seed'), take('seed')]).toEqual([0, 1]);
  });
});

describe('holders', () => {
  test('of a holder the rarest that it has', () => {
    const { holder, takeAll } = share(6);
    holder('one', [0, 1, 2]);
    holder('two', [1, 2]);
    holder('three', [2]);
    expect(takeAll('one')).toEqual([0, 1, 2]);
  });

  test('any of those that are equally rare', () => {
    const firsts = new Set(
      range(1, 40).map((seed) => {
        const { holder, take } = share(6, [], seeded(seed));
        holder('one', range(0, 6));
        return take('one');
      }),
    );
    expect(firsts.size).toBeGreaterThan(3);
  });

  test('never what it has not said, what is here, or what another one is fetching', () => {
    const { map, holder, take, takeAll } = share(8, [1]);
    map.addPeer('seed');
    holder('one', [0, 1, 5]);
    const taken = take('seed') ?? -1;
    expect([2, 3, 4, 6, 7]).toContain(taken);
    map.gotHave('one', [taken, 1, 8, 2 ** 32 + 4]);
    expect(takeAll('one').toSorted((one, other) => one - other)).toEqual([0, 5]);
    expect(takeAll('nobody')).toEqual([]);
  });

  test('the word of one that has not given a good block does not make a block less rare', () => {
    const { map, holder, takeAll } = share(4);
    map.addPeer('seed');
    holder('liar', range(0, 4), false);
    holder('one', [0, 1]);
    expect(takeAll('seed').toSorted((one, other) => one - other)).toEqual([2, 3]);
    map.giveBack(2);
    map.prove('liar');
    expect(takeAll('seed')).toEqual([]);
  });

  test('with a holder goes what it said', () => {
    const { map, holder, takeAll } = share(4);
    map.addPeer('seed');
    holder('one', range(0, 4));
    expect(takeAll('seed')).toEqual([]);
    map.removePeer('one');
    expect(takeAll('seed')).toHaveLength(4);
  });
});

describe('a seed beside others', () => {
  test('is asked for what only seeds have, and what it has not given', () => {
    const { map, holder, takeAll } = share(8);
    map.addPeer('seed');
    holder('one', [0, 4]);
    map.gotGiven('seed', [1, 5, 800]);
    expect(takeAll('seed').toSorted((one, other) => one - other)).toEqual([2, 3, 6, 7]);
  });

  test('is asked on in order, until somebody else’s part begins', () => {
    const { map, picker, take } = share(100);
    map.addPeer('seed');
    picker.gotStart('seed', 10);
    map.gotGiven('seed', [13]);
    expect([take('seed'), take('seed'), take('seed')]).toEqual([10, 11, 12]);
    const next = take('seed');
    expect(next).not.toBe(13);
    expect(take('seed')).toBe((next ?? 0) + 1);
  });

  test('gives copies only where it may, first of what has the fewest', () => {
    const { map, holder, takeAll } = share(3);
    map.addPeer('seed');
    map.gotGiven('seed', [0, 1, 2]);
    holder('one', [0, 1]);
    holder('two', [0]);
    expect(takeAll('seed')).toEqual([]);
    expect(takeAll('seed', { mayCopy: true })).toEqual([2, 1, 0]);
  });

  test('that was told given of blocks twice, or by a holder, counts once or not at all', () => {
    const { map, holder } = share(3);
    map.addPeer('seed');
    holder('one', []);
    map.gotGiven('one', [2]);
    map.gotGiven('seed', [0, 0]);
    map.gotGiven('seed', [0]);
    expect([0, 1, 2].map((block) => map.rarity?.copiesOf(block))).toEqual([1, 0, 0]);
  });
});

describe('urgent', () => {
  test('within the window the lowest first, of whoever has it; then the others', () => {
    const { map, picker, holder, take } = share(100, [40]);
    map.addPeer('seed');
    picker.setUrgent(40, 4);
    holder('one', [2, 42, 43]);
    expect([take('seed'), take('one'), take('one')]).toEqual([41, 42, 43]);
    expect(take('one')).toBe(2);
    expect(picker.lowestUrgent).toBeUndefined();
  });

  test('to the end of the share: strictly in order of one seed', () => {
    const { map, picker, takeAll } = share(30);
    map.addPeer('seed');
    picker.setUrgent(0, 30);
    expect(picker.isOrdered).toBe(true);
    expect(takeAll('seed')).toEqual(range(0, 30));
  });

  test('to the end of the share: of a holder nothing that memory has no place for', () => {
    const { picker, holder, takeAll } = share(100, [0]);
    picker.setUrgent(0, 100);
    holder('one', range(0, 100));
    expect(takeAll('one').toSorted((one, other) => one - other)).toEqual(range(1, 17));
  });

  test('receivers that begin together begin at different places of the window; alone it goes on with the lowest', () => {
    const { map, picker, take } = share(100);
    map.addPeer('seed');
    picker.gotStart('seed', 50);
    picker.setUrgent(0, 32);
    expect(take('seed')).toBe(16);
    expect(take('seed')).toBe(0);
  });

  test('a block that is overdue may be asked of a seed though it was given to others', () => {
    const { map, picker, holder, take } = share(100);
    map.addPeer('seed');
    holder('one', []);
    picker.setUrgent(10, 4);
    map.gotGiven('seed', [10]);
    expect(take('seed')).toBe(11);
    expect(take('seed', { overdue: 10 })).toBe(10);
  });
});

test('a barred block is left to others', () => {
  const { map, holder, takeAll } = share(4);
  map.addPeer('seed');
  holder('one', [3]);
  const isBarred = (block: number): boolean => block === 1 || block === 3;
  expect(takeAll('one', { isBarred })).toEqual([]);
  expect(takeAll('seed', { isBarred }).toSorted((one, other) => one - other)).toEqual([0, 2]);
  expect(takeAll('one')).toEqual([3]);
});

test('whatever is said, taken and given back: nothing is open twice, nothing of a holder that it lacks, all is taken in the end', () => {
  const PEERS = ['seed', 'one', 'two'] as const;
  const step = fc.record({
    act: fc.constantFrom('take', 'take', 'take', 'back', 'written', 'have', 'given', 'lost', 'prove', 'skip'),
    peer: fc.constantFrom(...PEERS),
    block: fc.nat(12),
    mayCopy: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.nat(), (steps, seed) => {
      const { map, holder, take, takeAll } = share(10, [2], seeded(seed));
      const open = new Set<number>();
      map.addPeer('seed');
      holder('one', [1, 2, 3], false);
      holder('two', [], false);
      for (const { act, peer, block, mayCopy } of steps) {
        if (act === 'take') {
          const had = map.has(peer, block);
          const taken = take(peer, { mayCopy });
          if (taken === undefined) continue;
          expect(open.has(taken) || map.done.has(taken)).toBe(false);
          expect(map.has(peer, taken)).toBe(true);
          expect(had || taken !== block).toBe(true);
          open.add(taken);
        }
        if (act === 'back' && open.delete(block)) map.giveBack(block);
        if (act === 'written' && open.delete(block)) map.gotWritten(block);
        if (act === 'skip' && !open.has(block) && block < 10) map.gotDone(block);
        if (act === 'have' && peer !== 'seed') map.gotHave(peer, [block]);
        if (act === 'given') map.gotGiven(peer, [block]);
        if (act === 'prove') map.prove(peer);
        if (act === 'lost' && peer !== 'seed') {
          map.removePeer(peer);
          holder(peer, [block], false);
        }
        expect(map.wantedBlocks).toBe(10 - map.done.count - open.size);
        for (const each of PEERS)
          expect(map.hasWanted(each)).toBe(range(0, 10).some((one) => map.has(each, one) && map.isWanted(one)));
      }
      for (const block of open) map.giveBack(block);
      expect(takeAll('seed', { mayCopy: true })).toHaveLength(10 - map.done.count);
    }),
  );
});
