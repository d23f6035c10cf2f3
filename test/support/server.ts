/** The real Worker with real sockets and dist/ on a loopback port of its own, without any network. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTestHarness } from 'wrangler';

const ROOT = join(import.meta.dirname, '../..');

export interface Server {
  readonly origin: string;
  /**
   * Puts a room to sleep, as the platform does after some seconds without a message: its sockets stay open, and its
   * memory is gone. "close" does what a deploy does instead.
   */
  evictRoom(roomId: string, webSockets?: 'hibernate' | 'close'): Promise<void>;
  /** What the Worker has logged, with the errors that it threw. */
  logs(): readonly string[];
  stop(): Promise<void>;
}

/**
 * A copy of wrangler.toml in a folder of its own, with limits high enough for all that tests from one address do in a
 * minute.
 */
function unlimitedConfig(folder: string): string {
  const text = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
    .replaceAll(/limit = \d+/g, 'limit = 100000')
    .replace('"worker/index.ts"', JSON.stringify(join(ROOT, 'worker/index.ts')))
    .replace('"./dist"', JSON.stringify(join(ROOT, 'dist')));
  const path = join(folder, 'wrangler.toml');
  writeFileSync(path, text);
  return path;
}

/**
 * `vars` replace those of wrangler.toml. Tests have no STUN server. @param isUnlimited without limits per address,
 * because all browsers of one machine have the same one
 */
export async function startServer(
  vars: Readonly<Record<string, string>> = {},
  { isUnlimited = false } = {},
): Promise<Server> {
  process.loadEnvFile(join(ROOT, 'worker/local.env'));
  const folder = mkdtempSync(join(tmpdir(), 'beamline-server-'));
  const harness = createTestHarness({
    root: ROOT,
    workers: [
      { configPath: isUnlimited ? unlimitedConfig(folder) : 'wrangler.toml', vars: { STUN_URLS: '', ...vars } },
    ],
  });
  const { url } = await harness.listen();
  return {
    origin: url.origin,
    evictRoom: (name, webSockets = 'hibernate') => harness.getWorker().evictDurableObject('ROOM', { name, webSockets }),
    logs: () => harness.getLogs().map(({ level, message }) => `${level}: ${message}`),
    stop: async () => {
      await harness.close();
      rmSync(folder, { recursive: true });
    },
  };
}
