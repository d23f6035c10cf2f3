/** Waiting for a server to listen. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Namespace } from './namespace.ts';

/** wrangler bundles the Worker first, on a machine that may be busy. */
const WAIT_MS = 30_000;
const EVERY_MS = 50;

export async function waitForPort(namespace: Namespace, address: string, port: number): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while (Date.now() < end) {
    if ((await namespace.shell(`ss -Hltn src ${address}:${port}`)).trim() !== '') return;
    await sleep(EVERY_MS);
  }
  throw new Error(`nothing listens on ${address}:${port}`);
}
