/**
 * Simulates swarms with the real machines and prints what they reach: npm run simulate. Each row is the worst of its
 * seeds; SIMULATE_SEED sets the first, SIMULATE_ROW runs only the rows whose name or number of receivers it is.
 */
import { ROWS, runRow } from '../test/unit/transfer/swarm/table.ts';

const { SIMULATE_SEED = '1', SIMULATE_ROW = '' } = process.env;

const isWanted = (name: string, receivers: number): boolean =>
  SIMULATE_ROW === '' || name === SIMULATE_ROW || String(receivers) === SIMULATE_ROW;

const cell = (value: number, most?: number): string =>
  `${value.toFixed(3)}${most === undefined ? '' : ` <= ${most}`}`.padEnd(16);

let isGood = true;
console.log(
  'scenario                N  blocks seeds  x time of one   x lower bound   seed / file     Jain  unfinished',
);
for (const row of ROWS) {
  const { name, scenario, seeds, mostTimes, mostSeed } = row;
  const { receivers, blocks } = scenario;
  if (!isWanted(name, receivers)) continue;
  const beginMs = performance.now();
  const { alone, bound, seed, fairness, unfinished } = runRow(row, Number(SIMULATE_SEED));
  const isReached = unfinished === 0 && bound <= (mostTimes ?? Infinity) && seed <= (mostSeed ?? Infinity);
  isGood &&= isReached;
  console.log(
    [
      name.padEnd(22),
      String(receivers).padStart(4),
      String(blocks).padStart(5),
      String(seeds).padStart(5),
      ` ${cell(alone)}`,
      cell(bound, mostTimes),
      cell(seed, mostSeed),
      fairness.toFixed(2),
      String(unfinished).padStart(5),
      isReached ? '' : '  NOT REACHED',
      ` (${((performance.now() - beginMs) / 1000).toFixed(1)} s)`,
    ].join(' '),
  );
}
process.exitCode = isGood ? 0 : 1;
