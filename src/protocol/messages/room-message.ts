/**
 * What a browser and the room say to each other over the WebSocket, as JSON text. Payloads are opaque to the room.
 * See SPEC.md, section R.
 */
import { isRelayCode, type RelayCode } from '../errors.ts';
import { parseIceServers, type IceServer } from './ice-server.ts';
import { MAX_ICE_TTL_SECONDS, MAX_PEERS, MAX_SIGNAL_CHARS } from '../limits.ts';
import { isBase64urlText, isCount, isName, parseFields, type Fields } from '../parse.ts';

/** WebSocket subprotocol: the version of everything in this folder (R1). */
export const SUBPROTOCOL = 'beamline.1';

/**
 * Second subprotocol value that a browser offers: `id.<22 base64url characters>`, 16 random bytes that only it knows.
 * Its peer id is derived from them, so nobody else can rejoin in its place (R2).
 */
export const IDENTITY_PREFIX = 'id.';

/** Third value, of who has the founding key: it is told of everybody, and everybody of it (R19). */
export const HOST_MARK = 'host';

/** Text frames that the platform answers while the room sleeps (R7). */
export const PING = 'ping';
export const PONG = 'pong';

/** 12 base64url characters: the first 9 bytes of SHA-256 over the 16 identity bytes. */
export type PeerId = string;

export const isPeerId = (value: unknown): value is PeerId => isName(value, 12);
export const isIdentity = (value: unknown): value is string => isName(value, 22);
export const isRoomId = (value: unknown): value is string => isName(value, 22);

/** Browser to room. */
export type ClientMessage =
  /** A `to` that is not in the room is answered by `left` (R5). */
  | { readonly type: 'send'; readonly to: PeerId; readonly payload: string }
  /** Asks for STUN and TURN servers: answered by `ice` or `ice-refused` (I1). */
  | { readonly type: 'ice' }
  /** Asks for peers that it does not know: answered by `peers` (R20). */
  | { readonly type: 'more' };

/** Room to browser. `from` is stamped by the room. */
export type ServerMessage =
  /** `hosts`: those of the peers that say that they are the host. */
  | {
      readonly type: 'welcome';
      readonly self: PeerId;
      readonly peers: readonly PeerId[];
      readonly hosts?: readonly PeerId[];
    }
  | { readonly type: 'peers'; readonly peers: readonly PeerId[] }
  | { readonly type: 'joined'; readonly peer: PeerId }
  | { readonly type: 'left'; readonly peer: PeerId }
  | { readonly type: 'message'; readonly from: PeerId; readonly payload: string }
  | IceMessage;

/** What the room says to `ice`. */
export type IceMessage =
  /** `missing`: why there is no relay among them; there is one when it is left out (I7). */
  | {
      readonly type: 'ice';
      readonly servers: readonly IceServer[];
      readonly ttlSeconds: number;
      readonly missing?: RelayCode;
    }
  | { readonly type: 'ice-refused'; readonly code: RelayCode };

/** Close codes of the room's socket, with the error code the app shows for each (R8). */
export const CLOSE_CODES = {
  4400: 'message-bad',
  4409: 'replaced',
  4413: 'message-large',
  4426: 'outdated',
  4429: 'messages-limited',
  4430: 'joins-limited',
  4431: 'room-full',
} as const;

export type CloseCode = keyof typeof CLOSE_CODES;

export const CLOSE = {
  bad: 4400,
  replaced: 4409,
  large: 4413,
  outdated: 4426,
  flood: 4429,
  joins: 4430,
  full: 4431,
} as const satisfies Record<string, CloseCode>;

const isPayload = (value: unknown): value is string => isBase64urlText(value) && value.length > 0;

/** Others of a room. */
const isPeerList = (value: unknown): value is PeerId[] =>
  Array.isArray(value) && value.length < MAX_PEERS && value.every(isPeerId);

/** What a browser sent, or undefined when it breaks a rule. */
export function parseClientMessage(text: string): ClientMessage | undefined {
  const record = parseFields(text, MAX_SIGNAL_CHARS);
  if (record?.['type'] === 'ice' || record?.['type'] === 'more') return { type: record['type'] };
  if (record?.['type'] !== 'send') return undefined;
  const { to, payload } = record;
  return isPayload(payload) && isPeerId(to) ? { type: 'send', to, payload } : undefined;
}

/** What the room sent, or undefined when it breaks a rule. */
export function parseServerMessage(text: string): ServerMessage | undefined {
  const record = parseFields(text, MAX_SIGNAL_CHARS);
  if (record === undefined) return undefined;
  const { type, self, peers, hosts, peer, from, payload, code } = record;
  switch (type) {
    case 'welcome':
      if (!isPeerId(self) || !isPeerList(peers)) return undefined;
      if (hosts === undefined) return { type, self, peers };
      return isPeerList(hosts) && hosts.every((host) => peers.includes(host))
        ? { type, self, peers, hosts }
        : undefined;
    case 'peers':
      return isPeerList(peers) ? { type, peers } : undefined;
    case 'joined':
    case 'left':
      return isPeerId(peer) ? { type, peer } : undefined;
    case 'message':
      return isPeerId(from) && isPayload(payload) ? { type, from, payload } : undefined;
    case 'ice':
      return parseIce(record);
    case 'ice-refused':
      return isRelayCode(code) ? { type, code } : undefined;
    default:
      return undefined;
  }
}

function parseIce({ servers: listed, ttlSeconds, missing }: Fields): ServerMessage | undefined {
  const servers = parseIceServers(listed);
  if (servers === undefined || !isCount(ttlSeconds, MAX_ICE_TTL_SECONDS, 1)) return undefined;
  if (missing === undefined) return { type: 'ice', servers, ttlSeconds };
  return isRelayCode(missing) ? { type: 'ice', servers, ttlSeconds, missing } : undefined;
}
