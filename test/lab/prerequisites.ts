/** What the lab needs of a machine: Linux, namespaces, and a few programs. */
import { spawnSync } from 'node:child_process';

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

/** Nothing of it takes seconds. */
const TRIAL_MS = 10_000;

/**
 * What is done in the lab's namespaces, tried in one; each with what is missing when it fails. Containers often allow a
 * part of it.
 */
const TRIALS: readonly (readonly [command: string, missing: string])[] = [
  ['echo 1 >/proc/sys/net/ipv4/ip_forward', 'no forwarding of packets (/proc/sys cannot be written to)'],
  ['unshare --net true', 'no namespaces inside of namespaces'],
  ['ip link add trial0 type bridge', 'no bridges (the kernel’s module bridge)'],
  ['ip link add trial1 type veth peer name trial2', 'no pairs of interfaces (the kernel’s module veth)'],
  ['ip tuntap add dev trial3 mode tun', 'no TUN devices (/dev/net/tun), for the emulated path'],
  [
    'nft "add table ip trial; add chain ip trial out { type nat hook postrouting priority srcnat; }; add rule ip trial out masquerade fully-random"',
    'no NAT (the kernel’s modules nf_tables and nf_nat)',
  ],
];

/** Debian keeps them where only root looks. */
const SBIN = '/usr/local/sbin:/usr/sbin:/sbin';

/**
 * A new namespace has a loopback interface, and it is down. WebRTC leaves that one out anyway: two browsers on this
 * machine meet at the address of an interface that leads nowhere, to which the default route has to point.
 */
const MACHINE = [
  'ip link set lo up',
  'ip link add here type veth peer name nowhere',
  'ip address add 192.0.2.1/24 dev here',
  'ip link set here up',
  'ip link set nowhere up',
  'ip route add default dev here',
  'exec "$@"',
];

/**
 * Makes namespaces in which everything runs and with which everything ends. Without root it becomes root in a namespace
 * of its own, where the system lets people do that (user_namespaces(7)).
 */
export function enterLab(): {
  readonly prefix: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
} {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  return {
    prefix: [
      'unshare',
      ...asRoot,
      '--net',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      'sh',
      '-c',
      MACHINE.join('\n'),
      'lab',
    ],
    env: { PATH: `${process.env['PATH'] ?? ''}:${SBIN}` },
  };
}

const run = (...[program, ...args]: readonly [string, ...string[]]) =>
  spawnSync(program, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: TRIAL_MS,
    env: { ...process.env, ...enterLab().env },
  });

/** What can be installed, in words for people. */
export const missingPrograms = (): readonly string[] =>
  Object.entries(PROGRAMS).flatMap(([name, use]) =>
    run('sh', '-c', `command -v ${name}`).status === 0 ? [] : [`no ${name} (${use})`],
  );

/** In words for people; empty when the lab can run. */
export function missingForLab(): readonly string[] {
  if (process.platform !== 'linux') return [`no Linux: this is ${process.platform}`];
  const missing = [
    ...missingPrograms(),
    ...(lookFor('Chromium') === undefined ? ['no Chromium (npm run browsers)'] : []),
  ];
  // Without the programs, nothing could be said of what they do.
  if (missing.length > 0) return missing;
  const { prefix } = enterLab();
  if (run(...prefix, 'true').status !== 0)
    return ['no namespaces (it takes root with CAP_SYS_ADMIN, or unprivileged user namespaces)'];
  const script = TRIALS.map(([command], index) => `{ ${command}; } >/dev/null 2>&1 || echo ${index}`).join('\n');
  const failed = run(...prefix, 'sh', '-c', script)
    .stdout.split('\n')
    .filter((line) => line !== '');
  return failed.map((index) => TRIALS[Number(index)]?.[1] ?? index);
}
