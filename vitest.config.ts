import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

import { BROWSER_PORT } from './test/browser/server-setup.ts';
import { cloudflareApi } from './test/support/cloudflare-api.ts';
import { CHROMIUM_ARGS, findChromium } from './test/support/browsers.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node' },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' }, miniflare: { outboundService: cloudflareApi } })],
        test: { name: 'worker', include: ['test/worker/**/*.test.ts'] },
      },
      {
        // The tests' service worker is served from its folder and has to control the page.
        server: { headers: { 'Service-Worker-Allowed': '/' } },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          api: { port: BROWSER_PORT },
          globalSetup: ['test/browser/server-setup.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
