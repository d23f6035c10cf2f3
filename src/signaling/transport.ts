/**
 * One attempt at a way into a room: a WebSocket (room-socket.ts) or plain HTTP (room-stream.ts). It begins when it is
 * made.
 */
import type { Identity } from '../protocol/identity.ts';
import { IDENTITY_PREFIX, SUBPROTOCOL } from '../protocol/messages/room-message.ts';

export interface Transport {
  /** False when it is not open: the message is lost. */
  send(text: string): boolean;
  /** We leave the room: the others are to know at once. No event comes after it. */
  leave(): void;
  /** It is dead, or another one takes its place. No event comes after it. */
  drop(): void;
}

export interface TransportEvents {
  /** A text of the room: a message, or a pong. */
  onText(text: string): void;
  /** Nothing to read, but the server lives. */
  onSign(): void;
  /** It is over, once. `code` as the WebSocket's: CLOSE_CODES are the room's own word. */
  onEnd(code: number): void;
}

/** Codes of a close that came without one (RFC 6455, section 7.4.1). */
export const ABNORMAL = 1006;

/** How this side reaches a server. A browser's own, or a terminal's; tests have others. */
export interface Network {
  /** A WebSocket (WHATWG WebSockets) that begins to open. */
  socket(url: URL, protocols: string[]): WebSocket;
  /** As the Fetch standard has it, with a body that can be read while it comes. */
  fetch(url: URL, init: RequestInit): Promise<Response>;
}

/** Which room, and as whom. */
export interface Door {
  readonly network: Network;
  /** Origin of the server, `https://host`. */
  readonly server: string;
  readonly roomId: string;
  readonly identity: Identity;
}

/** Version and identity, as a list (R1, R2). */
export const subprotocolsOf = ({ identity }: Door): string[] => [SUBPROTOCOL, IDENTITY_PREFIX + identity.secret];
