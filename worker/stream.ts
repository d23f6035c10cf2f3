/** A room by HTTP: join it, send messages, leave it. See src/protocol/SPEC.md, section H. */
import { peerIdOf } from '../src/protocol/identity.ts';
import { MAX_POST_BYTES } from '../src/protocol/limits.ts';
import { JOIN_HEADER, PADDED } from '../src/protocol/messages/room-http.ts';
import type { PeerId } from '../src/protocol/messages/room-message.ts';
import { apiError, eventStream, noContent } from './answers.ts';
import { boundedText } from './bounded-text.ts';
import { closedStream, streamOf } from './event-stream.ts';
import { addressGroupOf, join } from './join.ts';
import { readJoinRequest } from './join-request.ts';
import { corsHeaders, isFetchAllowed, preflightHeaders } from './origin.ts';

const METHODS: Readonly<Record<'stream' | 'messages', readonly string[]>> = {
  stream: ['GET', 'DELETE'],
  messages: ['POST'],
};

/** The last part of a path under a room. */
export type RoomAction = keyof typeof METHODS;

export const isRoomAction = (text: string | undefined): text is RoomAction =>
  text !== undefined && Object.hasOwn(METHODS, text);

export async function roomByHttp(request: Request, env: Env, roomId: string, action: RoomAction): Promise<Response> {
  const methods = METHODS[action];
  if (![...methods, 'OPTIONS'].includes(request.method))
    return apiError(405, 'method-not-allowed', { Allow: methods.join(', ') });
  if (!isFetchAllowed(request, env.ALLOWED_ORIGINS)) return apiError(403, 'origin-refused');
  switch (request.method) {
    case 'OPTIONS':
      return noContent(preflightHeaders(request, methods.join(', ')));
    case 'GET':
      return openStream(request, env, roomId);
    case 'DELETE':
      return inRoom(request, env, roomId, (room, peer) => room.leave(peer));
    default:
      return say(request, env, roomId);
  }
}

async function openStream(request: Request, env: Env, roomId: string): Promise<Response> {
  const isPadded = new URL(request.url).searchParams.has(PADDED);
  const joining = await join(request, env, roomId, request.headers.get(JOIN_HEADER));
  const cors = corsHeaders(request);
  switch (joining.type) {
    case 'joined':
      return eventStream(streamOf(joining.socket, isPadded), cors);
    case 'closed':
      return eventStream(closedStream(joining.code, isPadded), cors);
    case 'bad':
      return apiError(400, 'subprotocol-bad', cors);
    case 'unavailable':
      return apiError(503, 'room-unavailable', cors);
  }
}

/** One message per line. The room handles each as if it had come on the peer's socket. */
async function say(request: Request, env: Env, roomId: string): Promise<Response> {
  return inRoom(request, env, roomId, async (room, peer) => {
    const text = await boundedText(request.body, MAX_POST_BYTES);
    return text === undefined ? 'large' : room.say(peer, text.split('\n'));
  });
}

/** Acts for a peer of the room. Its identity, which only the peer knows, says who it is (R2). */
async function inRoom(
  request: Request,
  env: Env,
  roomId: string,
  act: (room: ReturnType<Env['ROOM']['getByName']>, peer: PeerId) => Promise<boolean | 'large'>,
): Promise<Response> {
  const cors = corsHeaders(request);
  const asked = readJoinRequest(request.headers.get(JOIN_HEADER));
  if (asked.type !== 'join') return apiError(400, 'subprotocol-bad', cors);
  const { success } = await env.MESSAGE_LIMIT.limit({ key: addressGroupOf(request) });
  if (!success) return apiError(429, 'messages-limited', cors);
  try {
    const isThere = await act(env.ROOM.getByName(roomId), await peerIdOf(asked.identity));
    if (isThere === 'large') return apiError(413, 'message-large', cors);
    return isThere ? noContent(cors) : apiError(409, 'not-joined', cors);
  } catch {
    return apiError(503, 'room-unavailable', cors);
  }
}
