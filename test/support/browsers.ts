/** Finds the browsers that the tests drive: named by the environment, of the system, or installed by Playwright. */
import { existsSync } from 'node:fs';

import { chromium } from 'playwright';

/** Quiet, and runs as root: without the network flags Chromium looks for hosts of its own on every start. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export type BrowserName = 'Chromium' | 'Firefox';

const VARIABLES: Readonly<Record<BrowserName, string>> = { Chromium: 'CHROMIUM_PATH', Firefox: 'FIREFOX_PATH' };

const PATHS: Readonly<Record<BrowserName, readonly string[]>> = {
  Chromium: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
  // Not Playwright's: its Firefox is patched and does not speak BiDi.
  Firefox: [
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/snap/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
};

/**
 * Path of the program; undefined where there is none. A variable that names nothing is an error, not a reason to look
 * on.
 */
export function lookFor(name: BrowserName): string | undefined {
  const wanted = process.env[VARIABLES[name]];
  if (wanted !== undefined && wanted !== '') {
    if (!existsSync(wanted)) throw new Error(`${VARIABLES[name]} is ${wanted}, and there is no such file`);
    return wanted;
  }
  const own = name === 'Chromium' ? [chromium.executablePath()] : [];
  return [...PATHS[name], ...own].find((path) => existsSync(path));
}

function find(name: BrowserName): string {
  const path = lookFor(name);
  if (path === undefined) throw new Error(`no ${name}: run "npm run browsers", or set ${VARIABLES[name]} to its path`);
  return path;
}

export const findChromium = (): string => find('Chromium');
export const findFirefox = (): string => find('Firefox');
