/** The real worker with real sockets and dist/ on a loopback port of its own, without any network. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTestHarness } from 'wrangler';

const ROOT = join(import.meta.dirname, '../..');

export interface Server {
  readonly origin: string;
  /**
   * Puts a room to sleep, as the platform does after seconds without a message: its sockets stay open, its memory is
   * gone. "close" instead is what a deploy does.
   */
  evictRoom(roomId: string, webSockets?: 'hibernate' | 'close'): Promise<void>;
  /** What the Worker has logged, errors that it threw among it. */
  logs(): readonly string[];
  stop(): Promise<void>;
}

/** wrangler.toml, in a folder of its own, with room for all that tests from one address do in a minute. */
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
 * `vars` go over those of wrangler.toml, whose STUN server is none for tests.
 * @param isUnlimited without its limits per address: browsers of one machine have one
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
