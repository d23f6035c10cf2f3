/** The real worker with real sockets and dist/ on a loopback port of its own, without any network. */
import { join } from 'node:path';

import { createTestHarness } from 'wrangler';

const ROOT = join(import.meta.dirname, '../..');

export interface Server {
  readonly origin: string;
  /**
   * Puts a room to sleep, as the platform does after seconds without a message: its sockets stay open, its memory is gone.
   * "close" instead is what a deploy does.
   */
  evictRoom(roomId: string, webSockets?: 'hibernate' | 'close'): Promise<void>;
  stop(): Promise<void>;
}

/** `vars` go over those of wrangler.toml. */
export async function startServer(vars: Readonly<Record<string, string>> = {}): Promise<Server> {
  // Or workerd asks Cloudflare for a sample of request.cf at start.
  process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
  const harness = createTestHarness({ root: ROOT, workers: [{ configPath: 'wrangler.toml', vars }] });
  const { url } = await harness.listen();
  return {
    origin: url.origin,
    evictRoom: (name, webSockets = 'hibernate') => harness.getWorker().evictDurableObject('ROOM', { name, webSockets }),
    stop: () => harness.close(),
  };
}
