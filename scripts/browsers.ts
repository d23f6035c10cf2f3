/**
 * Makes sure that the tests have a Chromium and a Firefox: npm run browsers. It asks nothing, and installs only what is
 * missing: by apt-get on Debian and Ubuntu, otherwise Chromium by Playwright.
 */
import { lookFor, type BrowserName } from '../test/support/browsers.ts';
import { installByApt, run } from './apt.ts';

const NAMES: readonly BrowserName[] = ['Chromium', 'Firefox'];

/** Packages, with the fonts for the pages' Korean and for the emoji in file names. */
const DEBIAN_PACKAGES = ['chromium', 'firefox-esr', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];

const missing = (): readonly BrowserName[] => NAMES.filter((name) => lookFor(name) === undefined);

try {
  if (missing().length > 0) installByApt(DEBIAN_PACKAGES);
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
