/** The app and its Worker as https://app.test: workerd by `wrangler dev`, which does TLS itself. */
import type { ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';

import { APP_HOST, type Certificate } from './certificate.ts';
import { APP_ADDRESS, type Network } from './network.ts';
import { waitForPort } from './ports.ts';

export const ORIGIN = `https://${APP_HOST}`;

const ROOT = join(import.meta.dirname, '../..');

/** The first request takes seconds, and no test should count them. */
const WARM_UP = `await fetch('https://${APP_ADDRESS}/'); await fetch('https://${APP_ADDRESS}/api/nothing');`;

/** Ends with the network, at the latest. */
export class Origin {
  private readonly network: Network;
  private readonly certificate: Certificate;
  private readonly vars: Readonly<Record<string, string>>;
  private child: ChildProcess | undefined;

  private readonly root: string;

  /** @param root of the checkout that is served */
  constructor(network: Network, certificate: Certificate, vars: Readonly<Record<string, string>>, root = ROOT) {
    this.root = root;
    this.network = network;
    this.certificate = certificate;
    this.vars = vars;
  }

  /** Serves its dist/ as it stands. */
  async start(): Promise<void> {
    const { internet, folder } = this.network;
    const { certificateFile, keyFile } = this.certificate;
    const log = openSync(join(folder, 'wrangler.log'), 'a');
    const listen = ['--ip', APP_ADDRESS, '--port', '443', '--inspector-port', '0'];
    const tls = ['--local-protocol', 'https', '--https-cert-path', certificateFile, '--https-key-path', keyFile];
    const state = ['--persist-to', join(folder, 'worker'), '--show-interactive-dev-session=false'];
    const variables = Object.entries(this.vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
    const wrangler = [
      '--env-file',
      join(this.root, 'worker/local.env'),
      join(this.root, 'node_modules/wrangler/bin/wrangler.js'),
    ];
    this.child = internet.start(process.execPath, [...wrangler, 'dev', ...listen, ...tls, ...state, ...variables], {
      cwd: this.root,
      stdio: ['ignore', log, log],
    });
    await waitForPort(internet, APP_ADDRESS, 443);
    await internet.run(process.execPath, ['--input-type=module', '-e', WARM_UP], {
      NODE_EXTRA_CA_CERTS: certificateFile,
    });
  }

  /** From now on nobody answers, and all its sockets are cut. */
  async stop(): Promise<void> {
    if (this.child !== undefined) await this.network.internet.stop(this.child);
    this.child = undefined;
  }
}
