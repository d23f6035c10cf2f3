/** Finds the browsers that the tests drive: from the environment, from the system, or installed by Playwright. */
import { existsSync } from 'node:fs';

import { chromium } from 'playwright';

/**
 * Arguments that keep Chromium quiet and let it run as root. Without the network flags, Chromium looks for hosts of its
 * own on every start.
 */
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
  // Not Playwright's Firefox, which is patched and does not speak BiDi.
  Firefox: [
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/snap/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
  ],
};

/**
 * Path of the program; undefined where there is none. If a variable names a file that does not exist, that is an error
 * and no reason to look further.
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
