/**
 * The real worker for tests that run in the browser: its address is provided as `server`, and those of proxies before
 * it.
 */
import type { TestProject } from 'vitest/node';

import { startBlockingProxy, type Blockade } from '../support/blocking-proxy.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { MALICES, type Malice } from '../support/malice.ts';
import { startServer } from '../support/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    server: string;
    /** Addresses of the same server behind proxies that let no WebSocket through. */
    blocked: Record<Blockade, string>;
    /** Addresses of the same server, as somebody dishonest would run it. */
    hostile: Record<Malice, string>;
  }
}

/** Vitest takes the first free one from here for the page that the tests run in. */
export const BROWSER_PORT = 63315;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const origins = Array.from({ length: 10 }, (_, index) => `http://localhost:${BROWSER_PORT + index}`);
  const server = await startServer({ ALLOWED_ORIGINS: origins.join() }, { isUnlimited: true });
  project.provide('server', server.origin);
  const [refuse, swallow, buffer] = await Promise.all([
    startBlockingProxy('refuse', server.origin),
    startBlockingProxy('swallow', server.origin),
    startBlockingProxy('buffer', server.origin),
  ]);
  project.provide('blocked', { refuse: refuse.origin, swallow: swallow.origin, buffer: buffer.origin });
  const hostile = await Promise.all(MALICES.map((malice) => startHostileServer(malice, server.origin)));
  project.provide(
    'hostile',
    Object.fromEntries(MALICES.map((malice, index) => [malice, hostile[index]?.origin ?? ''])) as Record<
      Malice,
      string
    >,
  );
  return async () => {
    await Promise.all([refuse, swallow, buffer, ...hostile].map((proxy) => proxy.stop()));
    await server.stop();
  };
}
