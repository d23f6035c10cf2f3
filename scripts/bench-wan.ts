/** The bench over long paths, in the lab's namespaces: npm run bench:wan; see test/bench/wan.ts. Where it cannot run it says what is missing. */
import { enterLab, missingForLab } from '../test/lab/prerequisites.ts';
import { run } from './suites.ts';

const MINUTE_MS = 60_000;

const missing = missingForLab();
if (missing.length > 0) {
  console.log(['bench:wan: not run:', ...missing.map((each) => `- ${each}`)].join('\n'));
} else {
  const isBuilt = await run(['vite', 'build'], { timeoutMs: 2 * MINUTE_MS });
  const isGood = isBuilt && (await run(['node', 'test/bench/wan.ts', ...process.argv.slice(2)], { ...enterLab(), timeoutMs: 120 * MINUTE_MS }));
  process.exitCode = isGood ? 0 : 1;
}
