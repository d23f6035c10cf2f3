/**
 * Sees to it that there are a Chromium and a Firefox for the tests: npm run browsers.
 * Asks nothing. Installs only what is missing: by apt-get on Debian and Ubuntu, else Chromium by Playwright.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { lookFor, type BrowserName } from '../test/support/browsers.ts';

const NAMES: readonly BrowserName[] = ['Chromium', 'Firefox'];

/** With the fonts that the pages' Korean and the emoji in file names need. */
const DEBIAN_PACKAGES = ['chromium', 'firefox-esr', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];

/** A download that hangs must not hang the whole run. */
const INSTALL_MS = 10 * 60 * 1000;

const missing = (): readonly BrowserName[] => NAMES.filter((name) => lookFor(name) === undefined);

function run(command: string, args: readonly string[]): boolean {
  console.log(`> ${[command, ...args].join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env, timeout: INSTALL_MS }).status === 0;
}

function installByApt(): void {
  if (!existsSync('/usr/bin/apt-get')) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return;
  // sudo drops the environment: the variable goes with the command.
  const apt = (...args: string[]): boolean => (isRoot ? run('apt-get', args) : run('sudo', ['-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]));
  if (apt('update')) apt('install', '-y', ...DEBIAN_PACKAGES);
}

try {
  if (missing().length > 0) installByApt();
  if (missing().includes('Chromium')) run('npx', ['playwright', 'install', 'chromium']);
  for (const name of NAMES) console.log(`${name}: ${lookFor(name) ?? 'missing'}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

if (process.exitCode === undefined && missing().length > 0) {
  console.error(
    [
      `Could not install ${missing().join(' and ')} here.`,
      'Install it as this system installs programs (on Debian: apt-get install chromium firefox-esr),',
      'or set CHROMIUM_PATH and FIREFOX_PATH to programs that you have, then run this again.',
    ].join('\n'),
  );
  process.exitCode = 1;
}
