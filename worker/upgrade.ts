/** A room by WebSocket. See src/protocol/SPEC.md, section R. */
import { SUBPROTOCOL } from '../src/protocol/messages/room-message.ts';
import { apiError, closedSocket } from './answers.ts';
import { join } from './join.ts';
import { isOriginAllowed } from './origin.ts';

export async function upgradeToRoom(request: Request, env: Env, roomId: string): Promise<Response> {
  const { headers } = request;
  if (request.method !== 'GET' || headers.get('Upgrade')?.toLowerCase() !== 'websocket') {
    return apiError(426, 'upgrade-required', { Upgrade: 'websocket' });
  }
  // A missing Origin is refused as well: only browsers join, and they always send it with an upgrade (R12).
  if (!isOriginAllowed(headers.get('Origin'), new URL(request.url).origin, env.ALLOWED_ORIGINS))
    return apiError(403, 'origin-refused');
  const joining = await join(request, env, roomId, headers.get('Sec-WebSocket-Protocol'));
  switch (joining.type) {
    case 'joined':
      return new Response(null, {
        status: 101,
        webSocket: joining.socket,
        headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL },
      });
    case 'closed':
      return closedSocket(joining.protocol, joining.code);
    case 'bad':
      return apiError(400, 'subprotocol-bad');
    case 'unavailable':
      return apiError(503, 'room-unavailable');
  }
}
