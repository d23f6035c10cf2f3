/**
 * The way into a room, by WebSocket or by HTTP: everything that can be refused without waking the room is refused here.
 * See src/protocol/SPEC.md, section R.
 */
import { peerIdOf } from '../src/protocol/identity.ts';
import { CLOSE, SUBPROTOCOL, type CloseCode } from '../src/protocol/messages/room-message.ts';
import { addressGroup, addressKey } from './address.ts';
import { readJoinRequest } from './join-request.ts';
import { ADDRESS_HEADER, PEER_HEADER } from './room.ts';
import { deploymentSecret } from './turn-config.ts';

export type Joining =
  /** The browser's end of a socket to the room. */
  | { readonly type: 'joined'; readonly socket: WebSocket }
  /** Closed at once. `protocol`: what the answer to an upgrade selects. */
  | { readonly type: 'closed'; readonly protocol: string; readonly code: CloseCode }
  /** No version, or no identity. */
  | { readonly type: 'bad' }
  /** The object is overloaded or moving (Durable Objects, error handling): worth another attempt. */
  | { readonly type: 'unavailable' };

/** Set by Cloudflare. X-Forwarded-For is not read: its first part is whatever the client wrote. */
export const addressGroupOf = ({ headers }: Request): string => addressGroup(headers.get('CF-Connecting-IP') ?? '');

/** @param offered version and identity, as in Sec-WebSocket-Protocol */
export async function join(request: Request, env: Env, roomId: string, offered: string | null): Promise<Joining> {
  const asked = readJoinRequest(offered);
  if (asked.type === 'bad') return asked;
  if (asked.type === 'outdated') return { type: 'closed', protocol: asked.protocol, code: CLOSE.outdated };
  const group = addressGroupOf(request);
  const { success } = await env.JOIN_LIMIT.limit({ key: group });
  if (!success) return { type: 'closed', protocol: SUBPROTOCOL, code: CLOSE.joins };
  return askRoom(env, roomId, asked.identity, group);
}

/** A request of our own: the room gets to know neither the address nor the identity. */
async function askRoom(env: Env, roomId: string, identity: Uint8Array<ArrayBuffer>, group: string): Promise<Joining> {
  const headers = {
    Upgrade: 'websocket',
    [PEER_HEADER]: await peerIdOf(identity),
    [ADDRESS_HEADER]: await addressKey(group, deploymentSecret(env)),
  };
  try {
    const { webSocket } = await env.ROOM.getByName(roomId).fetch('https://room/', { headers });
    return webSocket === null
      ? { type: 'closed', protocol: SUBPROTOCOL, code: CLOSE.full }
      : { type: 'joined', socket: webSocket };
  } catch {
    return { type: 'unavailable' };
  }
}
