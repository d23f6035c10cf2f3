/**
 * A peer of a room, as attackers and their victims are: opens a socket under an address of its own, and counts what
 * comes.
 */
import { randomBytes } from 'node:crypto';

import {
  IDENTITY_PREFIX,
  parseServerMessage,
  SUBPROTOCOL,
  type PeerId,
  type ServerMessage,
} from '../../src/protocol/messages/room-message.ts';

/** Node's WebSocket takes headers, which browsers' does not (undici, WebSocketInit). */
type WebSocketWithHeaders = new (
  url: string,
  options: { protocols: string[]; headers: Record<string, string> },
) => WebSocket;

export const newRoomId = (): string => randomBytes(16).toString('base64url');

/** From 10.0.0.0/8: every one has its own limits. */
export const newAddress = (): string => `10.${[...randomBytes(3)].join('.')}`;

export class RoomClient {
  self: PeerId = '';
  others: readonly PeerId[] = [];
  onMessage: (message: ServerMessage) => void = () => {};
  readonly closed: Promise<number>;
  private readonly socket: WebSocket;

  private constructor(origin: string, roomId: string, address: string) {
    this.socket = new (WebSocket as unknown as WebSocketWithHeaders)(
      `${origin.replace('http', 'ws')}/api/rooms/${roomId}`,
      {
        protocols: [SUBPROTOCOL, `${IDENTITY_PREFIX}${randomBytes(16).toString('base64url')}`],
        headers: { Origin: origin, 'CF-Connecting-IP': address },
      },
    );
    this.closed = new Promise((resolve) => {
      this.socket.addEventListener('close', ({ code }) => resolve(code), { once: true });
    });
    this.socket.addEventListener('message', ({ data }) => {
      const message = parseServerMessage(String(data));
      if (message !== undefined) this.onMessage(message);
    });
  }

  /** Resolves when it was welcomed. Rejects with the code when it was closed instead. */
  static async join(origin: string, roomId: string, address = newAddress()): Promise<RoomClient> {
    const client = new RoomClient(origin, roomId, address);
    await new Promise<void>((resolve, reject) => {
      client.onMessage = (message) => {
        if (message.type !== 'welcome') return;
        client.self = message.self;
        client.others = message.peers;
        resolve();
      };
      client.closed.then((code) => reject(new Error(`closed: ${code}`)), reject);
    });
    client.onMessage = () => {};
    return client;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.isOpen) this.socket.send(data);
  }

  send(to: PeerId, payload: string): void {
    this.sendRaw(JSON.stringify({ type: 'send', to, payload }));
  }

  close(): void {
    this.socket.close();
  }
}
