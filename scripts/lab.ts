/**
 * Tests in real networks: npm run test:lab [-- name of a file...]. Each person behind a NAT of their own, the real Worker, a real
 * relay, real browsers; see test/lab/network.ts. Where it cannot run it says what is missing, which is no failure.
 */
import { missingForLab } from '../test/lab/prerequisites.ts';
import { LAB_MS, run, runLab } from './suites.ts';

const MINUTE_MS = 60_000;

const missing = missingForLab();
if (missing.length > 0) {
  console.log(['lab: not run:', ...missing.map((each) => `- ${each}`), 'On Debian and Ubuntu, npm run lab:tools installs what can be installed.'].join('\n'));
} else {
  const isBuilt = await run(['vite', 'build'], { timeoutMs: 2 * MINUTE_MS });
  const { passed, failed } = isBuilt ? await runLab(LAB_MS, process.argv.slice(2)) : { passed: 0, failed: 1 };
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed`);
}
