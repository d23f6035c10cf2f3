/** The relay in the lab's internet: coturn, over UDP and TCP on 3478 and over TLS on 443. */
import type { ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { RELAY_HOST, type Certificate } from './certificate.ts';
import { RELAY_ADDRESS, type Network } from './network.ts';
import { waitForPort } from './ports.ts';
import { STUN_URL } from './stun.ts';

const TURN_URLS = [
  `turn:${RELAY_HOST}:3478?transport=udp`,
  `turn:${RELAY_HOST}:3478?transport=tcp`,
  `turns:${RELAY_HOST}:443?transport=tcp`,
];

const CREDENTIAL_S = 3600;

export class Relay {
  /** What the Worker makes credentials with. */
  readonly secret = randomBytes(16).toString('hex');
  private readonly network: Network;
  private readonly certificate: Certificate;
  private child: ChildProcess | undefined;

  constructor(network: Network, certificate: Certificate) {
    this.network = network;
    this.certificate = certificate;
  }

  /** @param secret another one than the Worker's: all credentials are refused */
  async start(secret: string = this.secret): Promise<void> {
    const { internet, folder } = this.network;
    this.child = internet.start('turnserver', [
      '-n',
      '--no-cli',
      '--no-stdout-log',
      '--fingerprint',
      '--use-auth-secret',
      '--realm=lab.test',
      `--static-auth-secret=${secret}`,
      `--log-file=${join(folder, 'turn.log')}`,
      `--userdb=${join(folder, 'turn.db')}`,
      `--pidfile=${join(folder, 'turn.pid')}`,
      `--listening-ip=${RELAY_ADDRESS}`,
      `--relay-ip=${RELAY_ADDRESS}`,
      '--listening-port=3478',
      '--tls-listening-port=443',
      `--cert=${this.certificate.certificateFile}`,
      `--pkey=${this.certificate.keyFile}`,
    ]);
    await waitForPort(internet, RELAY_ADDRESS, 443);
  }

  /** From now on its ports are closed, and what it relays is cut off. */
  async stop(): Promise<void> {
    if (this.child !== undefined) await this.network.internet.stop(this.child);
    this.child = undefined;
  }

  /** The Worker's variables. */
  get workerVars(): Readonly<Record<string, string>> {
    return { STUN_URLS: STUN_URL, TURN_URLS: TURN_URLS.join(','), TURN_SECRET: this.secret };
  }

  /** As the Worker hands them out, for pages without the app (coturn, README.turnserver, "TURN REST API"). */
  iceServers(): RTCIceServer[] {
    const username = `${Math.floor(Date.now() / 1000) + CREDENTIAL_S}:lab`;
    const credential = createHmac('sha1', this.secret).update(username).digest('base64');
    return [{ urls: STUN_URL }, { urls: TURN_URLS, username, credential }];
  }
}
