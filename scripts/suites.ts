/** Runs one test suite with its output in view, and reads from its report how many passed and what failed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { enterLab } from '../test/lab/prerequisites.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** A text for each test that failed, as far as it is known: its name, and what was wrong. */
  readonly failures?: readonly string[];
}

const ROOT = join(import.meta.dirname, '..');
/** How long the lab may take. It waits for outages of 20 s, and for credentials that run out. */
export const LAB_MS = 40 * 60_000;
/** Time from the request to end until the process is killed. */
const GRACE_MS = 10_000;

/** The fields that we read and that the JSON reporters of vitest and Playwright have in common. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}
interface PlaywrightSuite {
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly ok: boolean;
    readonly tests: readonly {
      readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[];
    }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[];
}
interface PlaywrightReport extends PlaywrightSuite {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** How much of a failed test's message is kept: enough to know what was expected, and where. */
const FAILURE_CHARS = 2000;

/** Never rejects. A suite that did not start, did not end in time or ran nothing counts as one failure. */
export async function runVitest(project: string, timeoutMs: number): Promise<Counts> {
  return runReported(timeoutMs, (report) => ({
    command: [
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    env: {},
    read: readVitest,
  }));
}

/**
 * Runs the lab's tests (test/lab) in namespaces, which take everything with them when they end. Names of files narrow
 * the selection.
 */
export async function runLab(timeoutMs: number, names: readonly string[] = []): Promise<Counts> {
  const { prefix, env } = enterLab();
  return runReported(timeoutMs, (report) => ({
    command: [
      'vitest',
      'run',
      '--config=test/lab/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...names,
    ],
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
      const report = JSON.parse(text) as PlaywrightReport;
      const { expected, unexpected, flaky } = report.stats;
      return { passed: expected, failed: unexpected + flaky, failures: playwrightFailures(report) };
    },
  }));
}

function readVitest(text: string): Counts {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(text) as VitestReport;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed');
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    failures: failed.map(({ fullName, failureMessages }) => failureText(fullName, failureMessages)),
  };
}

function playwrightFailures({ specs = [], suites = [] }: PlaywrightSuite): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results).flatMap((result) => result.errors);
      return failureText(
        `${file}: ${title}`,
        errors.map(({ message = '' }) => message),
      );
    });
  return [...own, ...suites.flatMap(playwrightFailures)];
}

const failureText = (name: string, messages: readonly string[]): string =>
  `${name}\n${stripVTControlCharacters(messages.join('\n')).slice(0, FAILURE_CHARS)}`;

interface Suite {
  readonly command: readonly [program: string, ...args: string[]];
  /** The command that starts the program, if it needs one. */
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

/** Runs a program of node_modules. True if it ended well and in time. */
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
