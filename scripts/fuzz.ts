/**
 * Fuzzes for as long as you like: npm run fuzz. FUZZ_RUNS multiplies the number of runs of npm test. FUZZ_SEED repeats
 * an earlier run; the seed is printed, and a failure says how to repeat it.
 */
import { randomInt } from 'node:crypto';

import { run } from './suites.ts';

const { FUZZ_RUNS = '50', FUZZ_SEED = String(randomInt(1_000_000_000)) } = process.env;

const HOURS_MS = 3_600_000;

console.log(`FUZZ_RUNS=${FUZZ_RUNS} FUZZ_SEED=${FUZZ_SEED}`);
const isGood = await run(['vitest', 'run', '--project', 'unit', 'test/unit/fuzz', 'test/unit/transfer/peers.test.ts'], {
  env: { FUZZ_RUNS, FUZZ_SEED },
  timeoutMs: 12 * HOURS_MS,
});
process.exitCode = isGood ? 0 : 1;
