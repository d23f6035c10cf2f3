/** A proxy between browser and server that lets no WebSocket through, as some offices, schools and trains have one. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What it does to an upgrade, and to responses. */
export type Blockade =
  /** Upgrades are answered by 403. */
  | 'refuse'
  /** Upgrades are never answered. */
  | 'swallow'
  /** Upgrades are refused, and responses are passed on in whole buffers of 8 KiB, as nginx does it. */
  | 'buffer';

export interface BlockingProxy {
  readonly origin: string;
  /** Upgrades that it has seen. */
  readonly upgrades: number;
  /** Where requests go from now on. */
  forwardTo(origin: string): void;
  /** From now on that file ends with this text, as after a deploy. */
  amend(path: string, text: string): void;
  stop(): Promise<void>;
}

const BUFFER_BYTES = 8 * 1024;

/** Passes on what fills a buffer, and the rest at the end. */
function passBuffered(from: IncomingMessage, to: ServerResponse): void {
  let held = Buffer.alloc(0);
  from.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    const whole = held.length - (held.length % BUFFER_BYTES);
    if (whole > 0) to.write(held.subarray(0, whole));
    held = held.subarray(whole);
  });
  from.on('end', () => to.end(held));
}

function passAmended(from: IncomingMessage, to: ServerResponse, amendment: string): void {
  from.pipe(to, { end: false });
  from.on('end', () => to.end(amendment));
}

export async function startBlockingProxy(blockade: Blockade, target = ''): Promise<BlockingProxy> {
  let upgrades = 0;
  const amendments = new Map<string, string>();
  const server = createServer((asked, response) => {
    const passed = request(new URL(asked.url ?? '/', target), { method: asked.method ?? 'GET', headers: asked.headers });
    passed.on('response', (answer) => {
      const { 'content-length': _, ...headers } = answer.headers;
      const amendment = amendments.get(asked.url ?? '');
      response.writeHead(answer.statusCode ?? 502, amendment === undefined ? answer.headers : headers);
      if (amendment !== undefined) passAmended(answer, response, amendment);
      else if (blockade === 'buffer') passBuffered(answer, response);
      else answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  const swallowed = new Set<Socket>();
  server.on('upgrade', (_, socket: Socket) => {
    upgrades++;
    if (blockade === 'swallow') {
      swallowed.add(socket);
      socket.on('error', () => {}).on('close', () => swallowed.delete(socket));
    } else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    get upgrades() {
      return upgrades;
    },
    forwardTo: (origin) => {
      target = origin;
    },
    amend: (path, text) => void amendments.set(path, text),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of swallowed) socket.destroy();
      }),
  };
}
