/** A dishonest server: the real Worker behind a proxy, which does to messages what a server's operator could do. */
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { listen, type Listening } from './listen.ts';
import { passingOf, type Malice } from './malice.ts';
import { ServerSocket } from './web-socket-server.ts';

/** Node's WebSocket takes headers, which browsers' does not (undici, WebSocketInit). */
type WebSocketWithHeaders = new (
  url: string,
  options: { protocols: string[]; headers: Record<string, string> },
) => WebSocket;

/** A close code that may be sent. 1005 and similar codes may not be (RFC 6455, section 7.4.1). */
const sayable = (code: number): number => (code === 1000 || (code >= 3000 && code <= 4999) ? code : 1011);

function relay(request: IncomingMessage, stream: Duplex, target: string, malice: Malice): void {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((value) => value.trim());
  const room = new (WebSocket as unknown as WebSocketWithHeaders)(
    `${target.replace('http', 'ws')}${request.url ?? '/'}`,
    { protocols, headers: { Origin: request.headers.origin ?? target } },
  );
  const pass = passingOf(malice);
  const early: string[] = [];
  const browser = new ServerSocket(request, stream, protocols[0] ?? '', {
    onText: (text) => {
      if (room.readyState === WebSocket.OPEN) room.send(text);
      else early.push(text);
    },
    onEnd: () => room.close(),
  });
  const victim = { say: (text: string) => browser.send(text), sayBinary: (bytes: Buffer) => browser.sendBinary(bytes) };
  room.addEventListener('open', () => early.forEach((text) => room.send(text)));
  room.addEventListener('message', ({ data }) => pass(String(data), victim));
  room.addEventListener('close', ({ code }) => browser.close(sayable(code)));
}

export async function startHostileServer(malice: Malice, target: string): Promise<Listening> {
  const server = createServer((_, response) => response.writeHead(404).end());
  const streams = new Set<Duplex>();
  server.on('upgrade', (request, stream) => {
    streams.add(stream);
    stream.on('close', () => streams.delete(stream));
    relay(request, stream, target, malice);
  });
  const { origin, stop } = await listen(server);
  return {
    origin,
    stop: () => {
      for (const stream of streams) stream.destroy();
      return stop();
    },
  };
}
