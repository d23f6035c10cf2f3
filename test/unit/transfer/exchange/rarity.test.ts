import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Rarity } from '../../../../src/transfer/exchange/rarity.ts';

const BLOCKS = 12;
const step = fc.record({
  act: fc.constantFrom('addCopy' as const, 'removeCopy' as const, 'want' as const, 'unwant' as const),
  block: fc.nat(BLOCKS - 1),
  times: fc.integer({ min: 1, max: 40 }),
});

test('each level holds exactly the wanted blocks with that many copies, whatever happens', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.array(fc.boolean(), { minLength: BLOCKS, maxLength: BLOCKS }),
      (steps, wanted) => {
        const rarity = new Rarity(BLOCKS, (block) => wanted[block]!);
        const copies = wanted.map(() => 0);
        const isWanted = [...wanted];
        for (const { act, block, times } of steps) {
          for (let time = 0; time < times; time++) rarity[act](block);
          if (act === 'addCopy') copies[block]! += times;
          if (act === 'removeCopy') copies[block] = Math.max(0, copies[block]! - times);
          if (act === 'want') isWanted[block] = true;
          if (act === 'unwant') isWanted[block] = false;
        }
        for (let level = 0; level < Rarity.levels; level++) {
          const isHere = (block: number) => isWanted[block]! && Math.min(Rarity.levels - 1, copies[block]!) === level;
          const expected = copies.flatMap((_, block) => (isHere(block) ? [block] : []));
          const here = Array.from({ length: rarity.count(level) }, (_, index) => rarity.at(level, index));
          expect(here.toSorted((one, other) => one - other)).toEqual(expected);
        }
        for (let block = 0; block < BLOCKS; block++)
          expect(rarity.isFresh(block)).toBe(isWanted[block]! && copies[block] === 0);
      },
    ),
  );
});
