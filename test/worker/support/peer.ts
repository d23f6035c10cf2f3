/** A browser's side of a room, on a real socket. */
import { env, exports } from 'cloudflare:workers';

import { toBase64url } from '../../../src/protocol/base64url.ts';
import {
  HOST_MARK,
  IDENTITY_PREFIX,
  SUBPROTOCOL,
  type ClientMessage,
  type PeerId,
  type ServerMessage,
} from '../../../src/protocol/messages/room-message.ts';

export const ORIGIN = 'https://beamline.test';

const random22 = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(16)));

export const newRoomId = random22;
export const newIdentity = random22;

/** An address that nobody else has: each test has its own join limit. */
export function newAddress(): string {
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint8Array(3));
  return `10.${a}.${b}.${c}`;
}

export const roomOf = (roomId: string): DurableObjectStub => env.ROOM.getByName(roomId);

/** Fetches from the Worker as a browser at ORIGIN asks for a socket; null takes a header away. */
export async function upgrade(
  roomId: string,
  changes: Readonly<Record<string, string | null>> = {},
): Promise<Response> {
  const headers = new Headers({
    Upgrade: 'websocket',
    Origin: ORIGIN,
    'Sec-WebSocket-Protocol': `${SUBPROTOCOL}, ${IDENTITY_PREFIX}${newIdentity()}`,
    'CF-Connecting-IP': newAddress(),
  });
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return exports.default.fetch(`${ORIGIN}/api/rooms/${roomId}`, { headers });
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export class Peer {
  /** As the welcome said. */
  id: PeerId = '';
  /** Who was there before, as the welcome said. */
  others: readonly PeerId[] = [];
  readonly closed: Promise<Closed>;
  private readonly socket: WebSocket;
  private readonly queue: string[] = [];
  private wake: () => void = () => {};

  /** `isDeaf`: never answers a close, as a machine that went to sleep. */
  constructor(socket: WebSocket, isDeaf = false) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.queue.push(data as string);
      this.wake();
    });
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }));
    });
    socket.accept({ allowHalfOpen: isDeaf });
  }

  /** The next text, in order of arrival. */
  async nextText(): Promise<string> {
    for (;;) {
      const text = this.queue.shift();
      if (text !== undefined) return text;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  async next(): Promise<ServerMessage> {
    return JSON.parse(await this.nextText()) as ServerMessage;
  }

  sendRaw(data: string | ArrayBuffer): void {
    this.socket.send(data);
  }

  send(to: PeerId, payload: string): void {
    this.sendRaw(JSON.stringify({ type: 'send', to, payload } satisfies ClientMessage));
  }

  close(code?: number): void {
    this.socket.close(code);
  }

  /** The next so many messages. */
  async nextOf(count: number): Promise<ServerMessage[]> {
    const messages: ServerMessage[] = [];
    while (messages.length < count) messages.push(await this.next());
    return messages;
  }

  /** What came unread so far. A message to itself goes through the room, so all that the room said before is there. */
  async drain(): Promise<ServerMessage[]> {
    const mark = random22();
    this.send(this.id, mark);
    const messages: ServerMessage[] = [];
    for (;;) {
      const message = await this.next();
      if (message.type === 'message' && message.payload === mark) return messages;
      messages.push(message);
    }
  }
}

/** A socket that was accepted, whatever comes of it. */
export async function open(
  roomId: string,
  changes: Readonly<Record<string, string | null>> = {},
  isDeaf = false,
): Promise<Peer> {
  const { webSocket, status } = await upgrade(roomId, changes);
  if (webSocket === null) throw new Error(`no socket but ${status}`);
  return new Peer(webSocket, isDeaf);
}

/** A peer who was welcomed. */
export async function join(
  roomId: string,
  identity: string = newIdentity(),
  isDeaf = false,
  isHost = false,
): Promise<Peer> {
  const offered = [SUBPROTOCOL, `${IDENTITY_PREFIX}${identity}`, ...(isHost ? [HOST_MARK] : [])];
  const peer = await open(roomId, { 'Sec-WebSocket-Protocol': offered.join(', ') }, isDeaf);
  const welcome = await peer.next();
  if (welcome.type !== 'welcome') throw new Error(`not welcomed but ${welcome.type}`);
  peer.id = welcome.self;
  peer.others = welcome.peers;
  return peer;
}
