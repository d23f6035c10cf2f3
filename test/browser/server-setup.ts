/** The real worker for tests that run in the browser: its address is provided as `server`. */
import type { TestProject } from 'vitest/node';

import { startServer } from '../support/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    server: string;
  }
}

/** Vitest takes the first free one from here for the page that the tests run in. */
export const BROWSER_PORT = 63315;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const origins = Array.from({ length: 10 }, (_, index) => `http://localhost:${BROWSER_PORT + index}`);
  const server = await startServer({ ALLOWED_ORIGINS: origins.join() });
  project.provide('server', server.origin);
  return () => server.stop();
}
