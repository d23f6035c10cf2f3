/** Installs packages on Debian and Ubuntu without asking anything. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A download that hangs must not hang the whole run. */
const INSTALL_MS = 10 * 60 * 1000;

export function run(command: string, args: readonly string[]): boolean {
  console.log(`> ${[command, ...args].join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env, timeout: INSTALL_MS }).status === 0;
}

/** Does nothing where there is no apt-get, or no permission to use it. */
export function installByApt(packages: readonly string[]): void {
  if (!existsSync('/usr/bin/apt-get')) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return;
  // sudo drops the environment, so the variable is a part of the command.
  const apt = (...args: string[]): boolean =>
    isRoot ? run('apt-get', args) : run('sudo', ['-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]);
  if (apt('update')) apt('install', '-y', ...packages);
}
