/** Finds the browsers that the tests drive. */
import { existsSync } from 'node:fs';

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

function find(name: string, variable: string, paths: readonly string[]): string {
  const found = [process.env[variable], ...paths].find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error(`no ${name}: run "npm run browsers", or set ${variable} to its path`);
  return found;
}

export const findChromium = (): string =>
  find('Chromium', 'CHROMIUM_PATH', ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome']);

export const findFirefox = (): string =>
  find('Firefox', 'FIREFOX_PATH', ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/snap/bin/firefox']);
