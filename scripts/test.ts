/**
 * Runs all tests: npm test. It prepares the browsers, builds the app, runs every suite, repeats what failed, and ends
 * with "N passed, N failed".
 * With --lab it also runs the tests in real networks (test/lab), which not every machine can run. If they cannot run,
 * the end says so and why, and they count neither as passed nor as failed. Suites with browsers, or with a clock, run
 * one after another, because two cores carry no more.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { missingForLab } from '../test/lab/prerequisites.ts';
import { LAB_MS, run, runLab, runPlaywright, runVitest, type Counts } from './suites.ts';

const MINUTE_MS = 60_000;
const RULE = '!'.repeat(80);

/** The suites of one row run at the same time. */
const SUITES: readonly (readonly (readonly [name: string, run: () => Promise<Counts>])[])[] = [
  [
    ['unit', () => runVitest('unit', 3 * MINUTE_MS)],
    ['worker', () => runVitest('worker', 3 * MINUTE_MS)],
  ],
  [['attack', () => runVitest('attack', 2 * MINUTE_MS)]],
  [['browser', () => runVitest('browser', 6 * MINUTE_MS)]],
  [['e2e', () => runPlaywright('e2e', 10 * MINUTE_MS)]],
];

const results: (Counts & { readonly name: string })[] = [];
const got = (name: string, counts: Counts): void => {
  results.push({ name, ...counts });
  console.log(`\n${name}: ${counts.passed} passed, ${counts.failed} failed\n`);
};

// If this fails, the suites that need it report it, and the others still run.
spawnSync(process.execPath, [join(import.meta.dirname, 'browsers.ts')], { stdio: ['ignore', 'inherit', 'inherit'] });
if (!(await run(['vite', 'build'], { timeoutMs: 2 * MINUTE_MS }))) got('build', { passed: 0, failed: 1 });
for (const row of SUITES) await Promise.all(row.map(async ([name, run]) => got(name, await run())));
let notRun: string | undefined;
if (process.argv.includes('--lab')) {
  const missing = missingForLab();
  if (missing.length === 0) got('lab', await runLab(LAB_MS));
  else notRun = `lab: not run: ${missing.join('; ')}`;
}

const sum = (key: 'passed' | 'failed'): number => results.reduce((total, counts) => total + counts[key], 0);
const [passed, failed] = [sum('passed'), sum('failed')];
for (const { name, failures = [] } of results)
  for (const failure of failures) console.log(`\nfailed, ${name}: ${failure}`);
if (failed > 0)
  console.log(
    `failed: ${results
      .filter(({ failed }) => failed > 0)
      .map(({ name }) => name)
      .join(', ')}`,
  );
if (notRun !== undefined) console.log(`\n${RULE}\n${notRun}\n${RULE}\n`);
// Exits only when everything is written, so that the last line is the last thing that a reader gets.
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
