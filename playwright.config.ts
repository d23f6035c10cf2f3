import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  timeout: 45_000,
  // Two cores; a test with two browsers waits as much as it works.
  workers: 2,
  // A test that needs a second try hides a defect.
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  projects: [
    { name: 'e2e', testMatch: '*.spec.ts' },
    { name: 'memory', testMatch: '*.memory.ts', timeout: 1_000_000, workers: 1 },
  ],
});
