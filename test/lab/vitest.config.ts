import { join } from 'node:path';

import { defineConfig } from 'vitest/config';

/** Apart from the root's projects, for it needs Linux, and programs that not everybody has: see prerequisites.ts. */
export default defineConfig({
  cacheDir: join(import.meta.dirname, '../../node_modules/.vite'),
  test: {
    name: 'lab',
    root: import.meta.dirname,
    include: ['*.lab.ts'],
    environment: 'node',
    // The browsers of one test are enough for two cores, and times are measured.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    disableConsoleIntercept: true,
  },
});
