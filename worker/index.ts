/**
 * The Worker's entry: which request goes where. Files of dist/ but "/" are served before a request comes here. See
 * src/protocol/SPEC.md, R16 to R18.
 */
import { isRoomId } from '../src/protocol/messages/room-message.ts';
import { apiError, notFound, notAllowed } from './answers.ts';
import { withPreview } from './preview.ts';
import { isRoomAction, roomByHttp } from './stream.ts';
import { upgradeToRoom } from './upgrade.ts';

export { Room } from './room.ts';

const ROOM_PATH = /^\/api\/rooms\/([^/]+)(?:\/([^/]+))?$/;
const API_PATH = /^\/api(\/|$)/;

/**
 * Paths that the service worker answers. If a request comes here because the service worker is gone, the app's HTML
 * must not be saved as the person's file.
 */
const STREAM_PATH = /^\/download(\/|$)/;

const hasExtension = (path: string): boolean => path.slice(path.lastIndexOf('/')).includes('.');

/**
 * A link whose "#" was lost or percent-encoded (`fragmentAsked` in src/rendezvous/link.ts). Its password mark, or a
 * full stop after it, is not a file extension.
 */
const LINK_PATH = /^\/(?:%(?:25)*[\da-f]{2})*[\w-]{22}(?![\w-])/i;

function isNavigation({ headers }: Request): boolean {
  const mode = headers.get('Sec-Fetch-Mode');
  return mode === null ? (headers.get('Accept') ?? '').includes('text/html') : mode === 'navigate';
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const path = url.pathname;
    const [, roomId, action] = ROOM_PATH.exec(path) ?? [];
    if (isRoomId(roomId) && isRoomAction(action)) return roomByHttp(request, env, roomId, action);
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed();
    if (isRoomId(roomId) && action === undefined) return upgradeToRoom(request, env, roomId);
    if (API_PATH.test(path)) return apiError(404, 'not-found');
    // "/" and not "/index.html": the latter is a redirect to the former.
    const isPage = isNavigation(request) && (!hasExtension(path) || LINK_PATH.test(path)) && !STREAM_PATH.test(path);
    if (path === '/' || isPage)
      return withPreview(request, await env.ASSETS.fetch(new Request(new URL('/', url), request)));
    return notFound();
  },
} satisfies ExportedHandler<Env>;
