/**
 * A real coturn on loopback, configured by docs/coturn.conf, so that the tests try the file that people copy. Debian
 * package: coturn.
 */
import { execFile, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { listen } from './listen.ts';

const run = promisify(execFile);
const LOOPBACK = '127.0.0.1';
const START_MS = 10_000;
/**
 * How long coturn may take to start: 6 s, and twice that on a busy machine. If it refuses its configuration, it ends at
 * once.
 */
const CLIENT_MS = 40_000;

export type Transport = 'udp' | 'tcp' | 'tls';

export interface Coturn {
  readonly port: number;
  readonly tlsPort: number;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const { origin, stop } = await listen(createServer());
  await stop();
  return Number(new URL(origin).port);
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, LOOPBACK);
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

/** The file with other ports, files and addresses, and with peers on loopback. Everything else is as in the file. */
async function configure(folder: string, secret: string, port: number, tlsPort: number): Promise<string> {
  const [key, certificate, file] = [
    join(folder, 'key.pem'),
    join(folder, 'certificate.pem'),
    join(folder, 'turnserver.conf'),
  ];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
    '-days',
    '2',
    '-subj',
    '/CN=turn.test',
  ]);
  const text = await readFile(join(import.meta.dirname, '../../docs/coturn.conf'), 'utf8');
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^static-auth-secret=.*$/m, `static-auth-secret=${secret}`],
    [/^realm=.*$/m, 'realm=turn.test'],
    [/^listening-port=.*$/m, `listening-port=${port}`],
    [/^tls-listening-port=.*$/m, `tls-listening-port=${tlsPort}`],
    [/^cert=.*$/m, `cert=${certificate}`],
    [/^pkey=.*$/m, `pkey=${key}`],
    [/^denied-peer-ip=127\..*$/m, 'allow-loopback-peers'],
    [
      /^log-file=.*$/m,
      [
        `log-file=${join(folder, 'turn.log')}`,
        'simple-log',
        `pidfile=${join(folder, 'turn.pid')}`,
        `userdb=${join(folder, 'turn.db')}`,
      ].join('\n'),
    ],
  ];
  const own = changes.reduce((lines, [from, to]) => {
    if (!from.test(lines)) throw new Error(`docs/coturn.conf has no ${from.source}`);
    return lines.replace(from, to);
  }, text);
  await writeFile(file, `${own}\nlistening-ip=${LOOPBACK}\nrelay-ip=${LOOPBACK}\n`);
  return file;
}

export async function startCoturn(folder: string, secret: string): Promise<Coturn> {
  const [port, tlsPort] = [await freePort(), await freePort()];
  const child = spawn('turnserver', ['-c', await configure(folder, secret, port, tlsPort)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => resolve()).on('error', () => resolve());
  });
  for (const deadline = Date.now() + START_MS; !((await isOpen(port)) && (await isOpen(tlsPort)));) {
    if (Date.now() > deadline || child.exitCode !== null) {
      child.kill('SIGKILL');
      const log = await readFile(join(folder, 'turn.log'), 'utf8').catch(() => 'it wrote no log');
      throw new Error(`turnserver does not listen on ${port} and ${tlsPort} (Debian package: coturn): ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    port,
    tlsPort,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * Names a cipher of TLS 1.2. Without one, the client chooses TLS 1.0, 1.1 or 1.2 at random, and waits for ever where
 * the older ones are refused (4.6.1).
 */
const TLS = ['-t', '-S', '-F', 'ECDHE-ECDSA-AES256-GCM-SHA384'];
const FLAGS: Readonly<Record<Transport, readonly string[]>> = { udp: [], tcp: ['-t'], tls: TLS };

/** Runs coturn's own client, which relays a message: to itself through two allocations, or to a peer that is named. */
export async function askCoturn(
  { port, tlsPort }: Coturn,
  transport: Transport,
  { username, credential }: { readonly username: string; readonly credential: string },
  peer?: string,
): Promise<{ readonly isAccepted: boolean; readonly output: string }> {
  const to = peer === undefined ? ['-y'] : ['-e', peer];
  const size = ['-c', '-n', '1', '-m', '1', '-l', '100'];
  const args = [
    ...FLAGS[transport],
    '-v',
    '-u',
    username,
    '-w',
    credential,
    ...to,
    ...size,
    '-p',
    String(transport === 'tls' ? tlsPort : port),
    LOOPBACK,
  ];
  try {
    const { stdout, stderr } = await run('turnutils_uclient', args, { timeout: CLIENT_MS, killSignal: 'SIGKILL' });
    return { isAccepted: true, output: stdout + stderr };
  } catch (thrown) {
    const { stdout = '', stderr = '' } = thrown as { stdout?: string; stderr?: string };
    return { isAccepted: false, output: stdout + stderr };
  }
}
