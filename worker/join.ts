/**
 * The upgrade: everything that can be refused without waking the room is refused here. See src/protocol/SPEC.md, section R.
 */
import { CLOSE, SUBPROTOCOL } from '../src/protocol/room-message.ts';
import { addressGroup } from './address.ts';
import { apiError, closedSocket } from './answers.ts';
import { peerIdOf, readOffer } from './offer.ts';
import { PEER_HEADER } from './room.ts';

/** Missing is refused as well: only browsers join, and they always send it (R12). Empty would match an empty list. */
function isOriginAllowed(origin: string | null, own: string, others: string): boolean {
  return origin !== null && origin !== '' && (origin === own || others.split(',').some((other) => other.trim() === origin));
}

export async function joinRoom(request: Request, env: Env, roomId: string): Promise<Response> {
  const { headers } = request;
  if (request.method !== 'GET' || headers.get('Upgrade')?.toLowerCase() !== 'websocket') {
    return apiError(426, 'upgrade-required', { Upgrade: 'websocket' });
  }
  if (!isOriginAllowed(headers.get('Origin'), new URL(request.url).origin, env.ALLOWED_ORIGINS)) return apiError(403, 'origin-refused');
  const offer = readOffer(headers.get('Sec-WebSocket-Protocol'));
  if (offer.type === 'bad') return apiError(400, 'subprotocol-bad');
  if (offer.type === 'outdated') return closedSocket(offer.protocol, CLOSE.outdated);
  if (!(await isWithinJoinLimit(headers, env))) return closedSocket(SUBPROTOCOL, CLOSE.joins);
  return askRoom(env, roomId, offer.identity);
}

async function isWithinJoinLimit(headers: Headers, env: Env): Promise<boolean> {
  // Set by Cloudflare. X-Forwarded-For is not read: its first part is whatever the client wrote.
  const { success } = await env.JOIN_LIMIT.limit({ key: addressGroup(headers.get('CF-Connecting-IP') ?? '') });
  return success;
}

/** A request of our own: the room gets to know neither the address nor the identity. */
async function askRoom(env: Env, roomId: string, identity: Uint8Array<ArrayBuffer>): Promise<Response> {
  const peer = await peerIdOf(identity);
  try {
    const { webSocket } = await env.ROOM.getByName(roomId).fetch('https://room/', { headers: { Upgrade: 'websocket', [PEER_HEADER]: peer } });
    if (webSocket === null) return closedSocket(SUBPROTOCOL, CLOSE.full);
    return new Response(null, { status: 101, webSocket, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } });
  } catch {
    // The object is overloaded or moving (Durable Objects, error handling): the browser sees a failed socket and tries again.
    return apiError(503, 'room-unavailable');
  }
}
