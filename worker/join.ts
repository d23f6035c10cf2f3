/**
 * Joins a room, by WebSocket or by HTTP. Everything that can be refused without waking the room is refused here. See
 * src/protocol/SPEC.md, section R.
 */
import { peerIdOf } from '../src/protocol/identity.ts';
import { CLOSE, HOST_MARK, SUBPROTOCOL, type CloseCode } from '../src/protocol/messages/room-message.ts';
import { addressGroup, addressKey } from './address.ts';
import { readJoinRequest, type JoinRequest } from './join-request.ts';
import { ADDRESS_HEADER, PEER_HEADER, ROLE_HEADER } from './room.ts';
import { deploymentSecret } from './turn-config.ts';

export type Joining =
  /** The browser's end of a socket to the room. */
  | { readonly type: 'joined'; readonly socket: WebSocket }
  /** Refused with a close code. `protocol`: the subprotocol that the answer to an upgrade selects. */
  | { readonly type: 'closed'; readonly protocol: string; readonly code: CloseCode }
  /** The request has no version, or no identity. */
  | { readonly type: 'bad' }
  /** The Durable Object is overloaded or moving (Durable Objects, error handling): another attempt may work. */
  | { readonly type: 'unavailable' };

/** Cloudflare sets this header. X-Forwarded-For is not read: a client can write its first part. */
export const addressGroupOf = ({ headers }: Request): string => addressGroup(headers.get('CF-Connecting-IP') ?? '');

/** @param offered version, identity and role, as in Sec-WebSocket-Protocol */
export async function join(request: Request, env: Env, roomId: string, offered: string | null): Promise<Joining> {
  const asked = readJoinRequest(offered);
  if (asked.type === 'bad') return asked;
  if (asked.type === 'outdated') return { type: 'closed', protocol: asked.protocol, code: CLOSE.outdated };
  const group = addressGroupOf(request);
  const { success } = await env.JOIN_LIMIT.limit({ key: group });
  if (!success) return { type: 'closed', protocol: SUBPROTOCOL, code: CLOSE.joins };
  return askRoom(env, roomId, asked, group);
}

/** The Worker makes a new request, so that the room learns neither the address nor the identity. */
async function askRoom(
  env: Env,
  roomId: string,
  { identity, isHost }: Extract<JoinRequest, { type: 'join' }>,
  group: string,
): Promise<Joining> {
  const headers = {
    Upgrade: 'websocket',
    [PEER_HEADER]: await peerIdOf(identity),
    [ADDRESS_HEADER]: await addressKey(group, deploymentSecret(env)),
    ...(isHost ? { [ROLE_HEADER]: HOST_MARK } : {}),
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
