/** Peers that do nothing but stay in a room, as the server sees people who have a link open. */
import { randomBytes } from 'node:crypto';

import {
  IDENTITY_PREFIX,
  parseServerMessage,
  SUBPROTOCOL,
  type ClientMessage,
  type IceMessage,
} from '../../src/protocol/messages/room-message.ts';

/** Node's WebSocket takes headers, which browsers' does not (undici, WebSocketInit). */
type WebSocketWithHeaders = new (
  url: string,
  options: { protocols: string[]; headers: Record<string, string> },
) => WebSocket;

/** A socket to the room, as a new peer at an address. Its first message, or its close, is still to come. */
function openSocket(origin: string, roomId: string, address: string): WebSocket {
  return new (WebSocket as unknown as WebSocketWithHeaders)(`${origin.replace('http', 'ws')}/api/rooms/${roomId}`, {
    protocols: [SUBPROTOCOL, `${IDENTITY_PREFIX}${randomBytes(16).toString('base64url')}`],
    headers: { Origin: origin, 'CF-Connecting-IP': address },
  });
}

/**
 * Joins a room `count` times, each time as another peer at another address. Resolves when all are in. They leave with
 * `close()`.
 */
export async function fillRoom(origin: string, roomId: string, count: number): Promise<{ close(): void }> {
  const sockets = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const socket = openSocket(origin, roomId, `198.51.100.${index + 1}`);
      return new Promise<WebSocket>((resolve, reject) => {
        // Waits for the first message, the welcome: after the upgrade alone, a socket can still be closed because the
        // room is full.
        socket.addEventListener('message', () => resolve(socket), { once: true });
        socket.addEventListener('close', ({ code }) => reject(new Error(`socket ${index + 1} was closed: ${code}`)), {
          once: true,
        });
      });
    }),
  );
  return { close: () => sockets.forEach((socket) => socket.close()) };
}

/** Joins, asks for ICE servers, and leaves with the first answer. */
export async function askForIce(origin: string, roomId: string, address: string): Promise<IceMessage> {
  const socket = openSocket(origin, roomId, address);
  return new Promise<IceMessage>((resolve, reject) => {
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'ice' } satisfies ClientMessage)));
    socket.addEventListener('close', ({ code }) => reject(new Error(`closed: ${code}`)));
    socket.addEventListener('message', ({ data }) => {
      const message = parseServerMessage(String(data));
      if (message?.type === 'ice' || message?.type === 'ice-refused') resolve(message);
    });
  }).finally(() => socket.close());
}
