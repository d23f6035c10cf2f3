/** What the swarm has to reach: each row is a scenario with its bounds. `npm run simulate` prints all of them. */
import type { Lie, Outcome, SwarmScenario } from './scenario.ts';
import { World } from './world.ts';

export interface Row {
  readonly name: string;
  readonly scenario: Omit<SwarmScenario, 'seed'>;
  /** Makespan over the lower bound of Mundinger, Weber and Weiss, at the most. */
  readonly mostTimes?: number;
  /** Bytes that left the seed's line over the file, at the most. */
  readonly mostSeed?: number;
  readonly seeds: number;
}

const BLOCKS = 256;
const LIES: readonly Lie[] = ['silent', 'garbage', 'slow'];
/** The seed has a link with so many, as every peer has; others are told that it is busy. */
const SEED_LINKS = 8;
/** Ten times slower than what the receivers have between them. */
const SLOW_SEED = { seedUp: 200 };

export const liars = (count: number): readonly Lie[] =>
  Array.from({ length: count }, (_, index) => LIES[index % LIES.length] ?? 'silent');

const equal = (receivers: number, blocks = BLOCKS) => ({ receivers, blocks, seedLinks: SEED_LINKS });

export const ROWS: readonly Row[] = [
  { name: 'one', scenario: equal(1), mostTimes: 1.01, mostSeed: 1, seeds: 1 },
  { name: 'equal lines', scenario: equal(3), mostTimes: 1.05, mostSeed: 1.1, seeds: 5 },
  { name: 'equal lines', scenario: equal(8), mostTimes: 1.05, mostSeed: 1.1, seeds: 10 },
  { name: 'equal lines', scenario: equal(31), mostTimes: 1.15, seeds: 3 },
  { name: 'equal lines', scenario: equal(100), mostTimes: 1.15, seeds: 1 },
  { name: 'equal lines', scenario: equal(1000), mostTimes: 1.3, seeds: 1 },
  { name: 'the seed serves all', scenario: { receivers: 100, blocks: BLOCKS }, seeds: 1 },
  {
    name: 'the same, 8 at a time',
    scenario: { receivers: 100, blocks: BLOCKS, seedTurns: 8 },
    mostTimes: 1.15,
    seeds: 1,
  },
  { name: 'played from the start', scenario: { ...equal(8), urgentBlocks: 32 }, mostTimes: 1.1, seeds: 10 },
  { name: 'streamed in order', scenario: { ...equal(8), isOrdered: true }, seeds: 3 },
  { name: 'the seed leaves', scenario: { ...equal(8), seedLeaves: true }, mostTimes: 1.15, seeds: 100 },
  { name: 'without liars', scenario: equal(21), mostTimes: 1.15, seeds: 5 },
  { name: '30 % liars', scenario: { ...equal(30), liars: liars(9) }, mostTimes: 2, seeds: 5 },
  { name: 'they come and go', scenario: { ...equal(20), churn: 0.3, arrivalMs: 20_000 }, seeds: 5 },
  { name: 'small, slow seed', scenario: { ...equal(4, 16), ...SLOW_SEED }, mostSeed: 1.1, seeds: 20 },
  { name: 'small, slow seed', scenario: { ...equal(8, 8), ...SLOW_SEED }, mostSeed: 1.1, seeds: 20 },
  // The lab's: 40 ms there and back, the seed's uplink is slow, between the receivers there is room. `mostTimes` is over
  // the bound for equal lines, which is more than the time of one: 1.125 and 1.375 times.
  {
    name: 'lab, 4 Mbit/s',
    scenario: { ...equal(4, 16), seedUp: 500, up: 5000, delayMs: 20 },
    mostTimes: 1,
    mostSeed: 1.1,
    seeds: 10,
  },
  {
    name: 'lab, 2 Mbit/s',
    scenario: { ...equal(8, 8), seedUp: 250, up: 5000, delayMs: 20 },
    mostTimes: 0.9,
    mostSeed: 1.1,
    seeds: 10,
  },
  { name: 'small', scenario: equal(4, 16), mostSeed: 1.1, seeds: 20 },
  { name: 'small', scenario: equal(8, 8), mostSeed: 1.1, seeds: 20 },
];

export interface Result {
  /** Makespan over the time of one. */
  readonly alone: number;
  /** Makespan over the lower bound. */
  readonly bound: number;
  readonly seed: number;
  readonly fairness: number;
  readonly unfinished: number;
}

export const resultOf = (
  { receivers, blocks }: Pick<SwarmScenario, 'receivers' | 'blocks'>,
  outcome: Outcome,
): Result => {
  const alone = outcome.makespanMs / outcome.aloneMs;
  return {
    alone,
    bound: alone / (1 + Math.floor(Math.log2(receivers)) / blocks),
    seed: outcome.seedBytes / outcome.fileBytes,
    fairness: outcome.fairness,
    unfinished: outcome.unfinished,
  };
};

/** The worst of all seeds, each by itself. */
export function runRow({ scenario, seeds }: Pick<Row, 'scenario' | 'seeds'>, firstSeed = 1): Result {
  const results = Array.from({ length: seeds }, (_, index) =>
    resultOf(scenario, new World({ ...scenario, seed: firstSeed + index }).run()),
  );
  const most = (of: (result: Result) => number): number => Math.max(...results.map(of));
  return {
    alone: most(({ alone }) => alone),
    bound: most(({ bound }) => bound),
    seed: most(({ seed }) => seed),
    fairness: Math.min(...results.map(({ fairness }) => fairness)),
    unfinished: results.reduce((sum, { unfinished }) => sum + unfinished, 0),
  };
}
