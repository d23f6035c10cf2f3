/**
 * A proxy between browser and server that lets no WebSocket through, like those of some offices, schools and trains.
 */
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { listen, type Listening } from './listen.ts';

/** What the proxy does to upgrades and to responses. */
export type Blockade =
  /** Upgrades are answered by 403. */
  | 'refuse'
  /** Upgrades are never answered. */
  | 'swallow'
  /** Upgrades are refused, and responses are passed on in whole buffers of 8 KiB, as nginx does it. */
  | 'buffer';

export interface BlockingProxy extends Listening {
  /** How many upgrades it has seen. */
  readonly upgrades: number;
  /** Where requests go from now on. */
  forwardTo(origin: string): void;
  /** From now on this file ends with this text, as after a deploy. */
  amend(path: string, text: string): void;
}

const BUFFER_BYTES = 8 * 1024;

/** Passes on full buffers, and the rest at the end. */
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

/** The request's headers without those that ask for a part, for another encoding, or for "not modified". */
function whole(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const left = ['if-none-match', 'if-modified-since', 'accept-encoding', 'content-length', 'etag'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !left.includes(name)));
}

function passAmended(from: IncomingMessage, to: ServerResponse, amendment: string): void {
  from.pipe(to, { end: false });
  from.on('end', () => to.end(amendment));
}

export async function startBlockingProxy(blockade: Blockade, target = ''): Promise<BlockingProxy> {
  let upgrades = 0;
  const amendments = new Map<string, string>();
  const server = createServer((asked, response) => {
    const amendment = amendments.get(asked.url ?? '');
    const headers = amendment === undefined ? asked.headers : whole(asked.headers);
    const passed = request(new URL(asked.url ?? '/', target), { method: asked.method ?? 'GET', headers });
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, amendment === undefined ? answer.headers : whole(answer.headers));
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
  const { origin, stop } = await listen(server);
  return {
    origin,
    get upgrades() {
      return upgrades;
    },
    forwardTo: (origin) => {
      target = origin;
    },
    amend: (path, text) => void amendments.set(path, text),
    stop: () => {
      for (const socket of swallowed) socket.destroy();
      return stop();
    },
  };
}
