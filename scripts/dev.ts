/**
 * Development: npm run dev. Vite serves the app and passes /api on to the worker in `wrangler dev`; Ctrl-C ends both.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const PORT = '5173';
/** Browsers treat these as different origins, and people open either one. */
const ORIGINS = [`http://localhost:${PORT}`, `http://127.0.0.1:${PORT}`].join(',');

function start(program: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(join(ROOT, 'node_modules/.bin', program), args, { cwd: ROOT, stdio: 'inherit' });
  child.on('error', (error) => console.error(error.message));
  child.on('exit', () => end());
  return child;
}

process.loadEnvFile(join(ROOT, 'worker/local.env'));
// The Worker refuses to start without this folder, although Vite serves the app in development.
mkdirSync(join(ROOT, 'dist'), { recursive: true });
const children = [
  start('wrangler', 'dev', '--var', `ALLOWED_ORIGINS:${ORIGINS}`, '--var', 'STUN_URLS:'),
  start('vite', '--port', PORT, '--strictPort'),
];

/** Ends both processes, because one is of no use without the other. */
function end(): void {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
