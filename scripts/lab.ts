/**
 * Runs tests in real networks: npm run test:lab [-- name of a file...]. Each person is behind a NAT of their own, with
 * the real Worker, a real relay and real browsers; see test/lab/network.ts. If the lab cannot run here, it says what is
 * missing, which is no failure. `--full` runs the table of faults at its whole length, which takes long (npm run
 * test:faults).
 */
import { missingForLab } from '../test/lab/prerequisites.ts';
import { LAB_MS, run, runLab } from './suites.ts';

const MINUTE_MS = 60_000;
const FAULTS_MS = 180 * MINUTE_MS;

const isFull = process.argv.includes('--full');
const names = process.argv.slice(2).filter((name) => !name.startsWith('--'));
if (isFull) process.env['BEAMLINE_FAULTS'] = 'full';

const missing = missingForLab();
if (missing.length > 0) {
  console.log(
    [
      'lab: not run:',
      ...missing.map((each) => `- ${each}`),
      'On Debian and Ubuntu, npm run lab:tools installs what can be installed.',
    ].join('\n'),
  );
} else {
  const isBuilt = await run(['vite', 'build'], { timeoutMs: 2 * MINUTE_MS });
  const { passed, failed } = isBuilt ? await runLab(isFull ? FAULTS_MS : LAB_MS, names) : { passed: 0, failed: 1 };
  process.exitCode = failed > 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed`);
}
