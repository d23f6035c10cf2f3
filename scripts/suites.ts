/** Runs one test suite with its output in view, and reads from its report how many passed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { enterLab } from '../test/lab/prerequisites.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const ROOT = join(import.meta.dirname, '..');
/** The lab has its own times to wait for: outages of 20 s, credentials that run out. */
export const LAB_MS = 40 * 60_000;
/** From the request to end until the process is killed. */
const GRACE_MS = 10_000;

/** What vitest's and Playwright's JSON reporters have in common with what we ask. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}
interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** Never rejects. A suite that did not start, did not end in time or ran nothing has failed once. */
export async function runVitest(project: string, timeoutMs: number): Promise<Counts> {
  return runReported(timeoutMs, (report) => ({
    command: ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    env: {},
    read: readVitest,
  }));
}

/** Tests in networks of their own (test/lab), in namespaces that take everything with them when they end. Names of files narrow it. */
export async function runLab(timeoutMs: number, names: readonly string[] = []): Promise<Counts> {
  const { prefix, env } = enterLab();
  return runReported(timeoutMs, (report) => ({
    command: ['vitest', 'run', '--config=test/lab/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...names],
    prefix,
    env,
    read: readVitest,
  }));
}

export async function runPlaywright(project: string, timeoutMs: number): Promise<Counts> {
  return runReported(timeoutMs, (report) => ({
    command: ['playwright', 'test', `--project=${project}`, '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    read: (text) => {
      const { stats } = JSON.parse(text) as PlaywrightReport;
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
    },
  }));
}

function readVitest(text: string): Counts {
  const { numPassedTests, numFailedTests } = JSON.parse(text) as VitestReport;
  return { passed: numPassedTests, failed: numFailedTests };
}

interface Suite {
  readonly command: readonly [program: string, ...args: string[]];
  /** What starts it, where something has to. */
  readonly prefix?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly read: (report: string) => Counts;
}

async function runReported(timeoutMs: number, suiteFor: (report: string) => Suite): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'beamline-report-'));
  try {
    const path = join(folder, 'report.json');
    const { command, prefix = [], env, read } = suiteFor(path);
    const isGood = await run(command, { prefix, env, timeoutMs });
    const counts = readReport(path, read);
    const isHonest = isGood ? counts.passed > 0 : counts.failed > 0;
    return isHonest ? counts : { ...counts, failed: counts.failed + 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string, read: Suite['read']): Counts {
  try {
    return read(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

interface RunOptions {
  readonly prefix?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Whether a program of node_modules ended well and in time. */
export function run([name, ...args]: readonly [string, ...string[]], options: RunOptions): Promise<boolean> {
  const [program = '', ...rest] = [...(options.prefix ?? []), join(ROOT, 'node_modules/.bin', name), ...args];
  const child = spawn(program, rest, {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const timer = setTimeout(() => {
    console.error(`${name} did not end within ${options.timeoutMs / 1000} s`);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  }, options.timeoutMs);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      clearTimeout(timer);
      console.error(error.message);
      resolve(false);
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}
