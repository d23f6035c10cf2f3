/** A STUN server in the lab's internet, apart from the relay: it stays when that one is down, as a public one would. */
import { join } from 'node:path';

import { STUN_HOST } from './certificate.ts';
import { STUN_ADDRESS, type Network } from './network.ts';
import { waitForPort } from './ports.ts';

export const STUN_URL = `stun:${STUN_HOST}:3478`;

/** Ends with the network. */
export async function startStun({ internet, folder }: Network): Promise<void> {
  internet.start('turnserver', [
    '-n',
    '--no-cli',
    '--no-stdout-log',
    '--stun-only',
    '--no-tls',
    '--no-dtls',
    `--log-file=${join(folder, 'stun.log')}`,
    `--userdb=${join(folder, 'stun.db')}`,
    `--pidfile=${join(folder, 'stun.pid')}`,
    `--listening-ip=${STUN_ADDRESS}`,
    '--listening-port=3478',
  ]);
  await waitForPort(internet, STUN_ADDRESS, 3478);
}
