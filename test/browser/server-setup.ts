/** The real worker for tests that run in the browser: its address is provided as `server`, and those of proxies before it. */
import type { TestProject } from 'vitest/node';

import { startBlockingProxy, type Blockade } from '../support/blocking-proxy.ts';
import { startServer } from '../support/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    server: string;
    /** Addresses of the same server behind proxies that let no WebSocket through. */
    blocked: Record<Blockade, string>;
  }
}

/** Vitest takes the first free one from here for the page that the tests run in. */
export const BROWSER_PORT = 63315;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const origins = Array.from({ length: 10 }, (_, index) => `http://localhost:${BROWSER_PORT + index}`);
  const server = await startServer({ ALLOWED_ORIGINS: origins.join() });
  project.provide('server', server.origin);
  const [refuse, swallow, buffer] = await Promise.all([
    startBlockingProxy('refuse', server.origin),
    startBlockingProxy('swallow', server.origin),
    startBlockingProxy('buffer', server.origin),
  ]);
  project.provide('blocked', { refuse: refuse.origin, swallow: swallow.origin, buffer: buffer.origin });
  return async () => {
    await Promise.all([refuse, swallow, buffer].map((proxy) => proxy.stop()));
    await server.stop();
  };
}
