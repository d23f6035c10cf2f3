/**
 * The Worker as it is deployed: wrangler's bundle in workerd, behind nothing. What wrangler puts before it for
 * development is a second workerd that carries every message, and whose garbage collector holds them up where the
 * platform has none.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';

const ROOT = join(import.meta.dirname, '../..');
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');

export interface Deployed {
  readonly origin: string;
  /** What the Worker has logged, errors that it threw among it. */
  readonly logs: readonly string[];
  stop(): Promise<void>;
}

export async function startDeployed(): Promise<Deployed> {
  process.loadEnvFile(join(ROOT, 'worker/local.env'));
  const folder = mkdtempSync(join(tmpdir(), 'beamline-deployed-'));
  execFileSync(process.execPath, [WRANGLER, 'deploy', '--dry-run', '--outdir', folder], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(ROOT, 'wrangler.toml'));
  const logs: string[] = [];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...workerOptions,
      modules: [{ type: 'ESModule', path: join(folder, 'index.js') }],
      modulesRoot: folder,
      host: '127.0.0.1',
      port: 0,
      handleStructuredLogs: ({ level, message }) => logs.push(`${level}: ${message}`),
    }),
  );
  const { origin } = await miniflare.ready;
  return {
    origin,
    logs,
    stop: async () => {
      await miniflare.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}
