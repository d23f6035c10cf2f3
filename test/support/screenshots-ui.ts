/**
 * Pictures of every state of the page, to be looked at: phone and desktop, by day and by night, in both languages.
 * `node test/support/screenshots-ui.ts [name part] [folder]`; reports whatever the content security policy refused.
 */
import { mkdir } from 'node:fs/promises';

import { chromium } from 'playwright';
import { createServer } from 'vite';

import { STATES } from '../browser/ui/states.ts';
import { CHROMIUM_ARGS, findChromium } from './browsers.ts';

const SIZES = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 640 },
  desktop: { width: 1280, height: 800 },
} as const;

const part = process.argv[2] ?? '';
const folder = process.argv[3] ?? '/tmp/beamline-shots';
const states = Object.keys(STATES);

await mkdir(folder, { recursive: true });
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  cacheDir: '/tmp/beamline-vite',
  server: {
    port: 0,
    headers: {
      'Content-Security-Policy': "style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
    },
  },
});
await server.listen();
const address = server.resolvedUrls?.local[0] ?? '';
const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
const refused = new Set<string>();
try {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const locale of ['en', 'ko'] as const) {
        const names = states.map((state) => `${state}.${size}.${colorScheme}.${locale}`);
        const wanted = states.filter((_, index) => names[index]?.includes(part));
        if (wanted.length === 0) continue;
        const context = await browser.newContext({
          viewport,
          colorScheme,
          reducedMotion: 'reduce',
          isMobile: size !== 'desktop',
          hasTouch: size !== 'desktop',
        });
        const page = await context.newPage();
        page.on('console', (message) => {
          if (/Content Security Policy|TrustedHTML/.test(message.text())) refused.add(message.text());
        });
        for (const state of wanted) {
          await page.goto(`${address}test/browser/ui/harness.html?state=${state}&locale=${locale}`);
          await page.locator('html[data-ready]').waitFor();
          await page.screenshot({ path: `${folder}/${state}.${size}.${colorScheme}.${locale}.png`, fullPage: true });
        }
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`pictures in ${folder}`, ...refused);
if (refused.size > 0) process.exitCode = 1;
