/** What the lab needs of a machine: Linux, namespaces, and a few programs. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

import { lookFor } from '../support/browsers.ts';

/** Each with what it is there for. */
const PROGRAMS: Readonly<Record<string, string>> = {
  ip: 'iproute2, for interfaces and routes',
  ss: 'iproute2, to see who listens',
  nft: 'nftables, for the NATs',
  turnserver: 'coturn, for STUN and TURN',
  openssl: 'openssl, for a certificate',
  cc: 'a C compiler, for the emulated path',
  nsenter: 'util-linux, to start programs in a namespace',
};

/** Debian keeps them where only root looks. */
const SBIN = '/usr/local/sbin:/usr/sbin:/sbin';

/**
 * Makes namespaces in which everything runs and with which everything ends. Without root it becomes root in a namespace of its
 * own, where the system lets people do that (user_namespaces(7)).
 */
export function enterLab(): { readonly prefix: readonly [string, ...string[]]; readonly env: Readonly<Record<string, string>> } {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  return {
    prefix: ['unshare', ...asRoot, '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
    env: { PATH: `${process.env['PATH'] ?? ''}:${SBIN}` },
  };
}

/** In words for people; empty when the lab can run. */
export function missingForLab(): readonly string[] {
  if (process.platform !== 'linux') return [`it needs Linux, and this is ${process.platform}`];
  const { prefix, env } = enterLab();
  const works = (...[program, ...args]: readonly [string, ...string[]]): boolean =>
    spawnSync(program, args, { stdio: 'ignore', env: { ...process.env, ...env } }).status === 0;
  const missing = Object.entries(PROGRAMS).flatMap(([name, use]) => (works('sh', '-c', `command -v ${name}`) ? [] : [`no ${name} (${use})`]));
  if (!works(...prefix, 'true')) missing.push('namespaces cannot be made (it needs root, or unprivileged user namespaces)');
  if (!isDeviceOpen('/dev/net/tun')) missing.push('no /dev/net/tun (for the emulated path)');
  if (lookFor('Chromium') === undefined) missing.push('no Chromium (npm run browsers)');
  return missing;
}

function isDeviceOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
