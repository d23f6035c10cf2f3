/** One certificate for the app and the relay, and how browsers are made to accept it. */
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { APP_ADDRESS, RELAY_ADDRESS } from './network.ts';

export const APP_HOST = 'app.test';
export const RELAY_HOST = 'turn.test';
export const STUN_HOST = 'stun.test';

export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** For Chromium, which then accepts this key for pages, service workers and TURN over TLS alike: `ignoreHTTPSErrors` of
   * Playwright does not cover the last two. */
  readonly chromiumArgs: readonly string[];
}

export async function makeCertificate(folder: string): Promise<Certificate> {
  const [certificateFile, keyFile] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const names = [`DNS:${APP_HOST}`, `DNS:${RELAY_HOST}`, `IP:${APP_ADDRESS}`, `IP:${RELAY_ADDRESS}`].join(',');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    ...key,
    '-out',
    certificateFile,
    '-days',
    '2',
    '-subj',
    `/CN=${APP_HOST}`,
    '-addext',
    `subjectAltName=${names}`,
  ]);
  const { publicKey } = new X509Certificate(await readFile(certificateFile));
  const pin = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  return { certificateFile, keyFile, chromiumArgs: [`--ignore-certificate-errors-spki-list=${pin}`] };
}
