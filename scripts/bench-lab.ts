/**
 * Runs a bench in the lab's namespaces: `node bench-lab.ts <name of a file in test/bench> [its arguments]`. If the lab
 * cannot run here, it says what is missing.
 */
import { join } from 'node:path';

import { enterLab, missingForLab } from '../test/lab/prerequisites.ts';
import { run } from './suites.ts';

const MINUTE_MS = 60_000;

const [name = '', ...args] = process.argv.slice(2);
const missing = missingForLab();
if (missing.length > 0) {
  console.log([`${name}: not run:`, ...missing.map((each) => `- ${each}`)].join('\n'));
} else {
  const isBuilt = await run(['vite', 'build'], { timeoutMs: 2 * MINUTE_MS });
  const isGood =
    isBuilt &&
    (await run(['node', join('test/bench', `${name}.ts`), ...args], { ...enterLab(), timeoutMs: 120 * MINUTE_MS }));
  process.exitCode = isGood ? 0 : 1;
}
