/**
 * Runs the benches that need no lab, one after the other: `node bench.ts [names] [--quick]`. Without names it runs all
 * of them.
 */
import { join } from 'node:path';

import { run } from './suites.ts';

const MINUTE_MS = 60_000;
const BENCHES = ['loopback', 'pairs', 'crowd', 'small-files'];

const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('--'));
const unknown = named.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) throw new Error(`no bench is called ${unknown.join(', ')}: there are ${BENCHES.join(', ')}`);
let isGood = await run(['vite', 'build'], { timeoutMs: 2 * MINUTE_MS });
for (const name of named.length > 0 ? named : BENCHES) {
  isGood =
    isGood &&
    (await run(['node', join('test/bench', `${name}.ts`), ...args.filter((arg) => arg.startsWith('--'))], {
      timeoutMs: 30 * MINUTE_MS,
    }));
}
process.exitCode = isGood ? 0 : 1;
