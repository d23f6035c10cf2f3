import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

import { BROWSER_PORT } from './test/browser/server-setup.ts';
import { cloudflareApi } from './test/support/cloudflare-api.ts';
import { CHROMIUM_ARGS, findChromium } from './test/support/browsers.ts';
import { fillRoomCommand } from './test/support/room-commands.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node' },
      },
      {
        // By itself: it measures how late messages are.
        test: { name: 'attack', include: ['test/attack/**/*.test.ts'], environment: 'node' },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { STUN_URLS: '' }, outboundService: cloudflareApi },
          }),
        ],
        test: { name: 'worker', include: ['test/worker/**/*.test.ts'] },
      },
      {
        // The tests' service worker is served from its folder and has to control the page.
        server: { headers: { 'Service-Worker-Allowed': '/' } },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // Much of it waits for what takes its time: two files at once end sooner on two cores.
          maxWorkers: 2,
          api: { port: BROWSER_PORT },
          globalSetup: ['test/browser/server-setup.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { fillRoom: fillRoomCommand },
            provider: playwright({ launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
