import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  timeout: 45_000,
  // Each test has two or three browsers already, and a test that needs a second try hides a defect.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'e2e', testMatch: '*.spec.ts' },
    { name: 'memory', testMatch: '*.memory.ts', timeout: 600_000 },
  ],
});
