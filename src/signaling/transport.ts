/**
 * One connection to a room, by WebSocket (room-socket.ts) or by plain HTTP (room-stream.ts). It begins to open when the
 * object is made.
 */
import { IDENTITY_BYTES, identityOf, type Identity } from '../protocol/identity.ts';
import { HOST_MARK, IDENTITY_PREFIX, SUBPROTOCOL } from '../protocol/messages/room-message.ts';

export interface Transport {
  /** False if it is not open: then the message is lost. */
  send(text: string): boolean;
  /** Leaves the room, so that the other peers know at once. No event comes after it. */
  leave(): void;
  /** Gives it up, because it is dead or another one takes its place. No event comes after it. */
  drop(): void;
}

export interface TransportEvents {
  /** A text of the room: a message, or a pong. */
  onText(text: string): void;
  /** A sign that the server is alive, without a message. */
  onSign(): void;
  /** It has ended; comes once. `code` as in WebSocket's close event: the room's own codes are CLOSE_CODES. */
  onEnd(code: number): void;
}

/** The close code of an end without one (RFC 6455, section 7.4.1). */
export const ABNORMAL = 1006;

/** How this side reaches a server. A browser, a terminal and the tests each have their own. */
export interface Network {
  /** A WebSocket (WHATWG WebSockets) that begins to open. */
  socket(url: URL, protocols: string[]): WebSocket;
  /** `fetch` of the Fetch standard, with a body that can be read while it arrives. */
  fetch(url: URL, init: RequestInit): Promise<Response>;
}

/** Everything that it takes to join a room: how to reach the server, which room, and as which peer. */
export interface Door {
  readonly network: Network;
  /** Origin of the server, `https://host`. */
  readonly server: string;
  readonly roomId: string;
  readonly identity: Identity;
  /** Says to the room that we are the host (R19). */
  readonly isHost?: boolean | undefined;
}

/** Version, identity and role, as a list (R1, R2, R19). */
export const subprotocolsOf = ({ identity, isHost }: Pick<Door, 'identity' | 'isHost'>): string[] => [
  SUBPROTOCOL,
  IDENTITY_PREFIX + identity.secret,
  ...(isHost === true ? [HOST_MARK] : []),
];

/** Of somebody who was in no room yet. */
export const newIdentity = (): Promise<Identity> => identityOf(crypto.getRandomValues(new Uint8Array(IDENTITY_BYTES)));

/** What a WebSocket into the room is made with. */
export function socketOf(door: Omit<Door, 'network'>): [url: URL, protocols: string[]] {
  const url = new URL(`/api/rooms/${door.roomId}`, door.server);
  url.protocol = url.protocol.replace('http', 'ws');
  return [url, subprotocolsOf(door)];
}
