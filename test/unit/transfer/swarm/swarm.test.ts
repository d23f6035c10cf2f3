/** The short form of `npm run simulate`: small swarms, whose bounds are those of the table. */
import { describe, expect, test } from 'vitest';

import { liars, ROWS, runRow } from './table.ts';

const SEEDS = 2;
const MOST_RECEIVERS = 8;

describe('a swarm of simulated peers with the real machines', () => {
  const rows = ROWS.filter(({ scenario }) => scenario.receivers <= MOST_RECEIVERS).map((row) => ({
    ...row,
    title: `${row.name}, ${row.scenario.receivers} receivers, ${row.scenario.blocks} blocks`,
  }));

  test.each(rows)(
    '$title',
    ({ scenario, mostTimes = Infinity, mostSeed = Infinity }) => {
      const { bound, seed, unfinished } = runRow({ scenario, seeds: SEEDS });
      expect(unfinished).toBe(0);
      expect(bound).toBeLessThanOrEqual(mostTimes);
      expect(seed).toBeLessThanOrEqual(mostSeed);
    },
    30_000,
  );

  test('30 % liars cost the others little', () => {
    const blocks = 64;
    const honest = runRow({ scenario: { receivers: 7, blocks }, seeds: SEEDS });
    const among = runRow({ scenario: { receivers: 10, blocks, liars: liars(3) }, seeds: SEEDS });
    expect(among.unfinished).toBe(0);
    expect(among.alone).toBeLessThanOrEqual(2 * honest.alone);
  }, 30_000);

  test('they come and go, and who stays has it all', () => {
    const scenario = { receivers: 10, blocks: 48, churn: 0.4, arrivalMs: 8000 };
    expect(runRow({ scenario, seeds: 5 }).unfinished).toBe(0);
  }, 30_000);
});
