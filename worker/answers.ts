/**
 * Responses of the Worker itself. public/_headers does not apply to them, so they have their own headers (R18).
 */
import { CLOSE_CODES, type CloseCode } from '../src/protocol/messages/room-message.ts';

const HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

function plainText(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...HEADERS, ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
  });
}

export const notFound = (): Response => plainText(404, 'Not found');

export const notAllowed = (): Response => plainText(405, 'Method not allowed', { Allow: 'GET, HEAD' });

export type ApiError =
  | 'not-found'
  | 'method-not-allowed'
  | 'upgrade-required'
  | 'origin-refused'
  | 'subprotocol-bad'
  | 'messages-limited'
  | 'message-large'
  | 'not-joined'
  | 'room-unavailable';

export function apiError(status: number, error: ApiError, headers: Record<string, string> = {}): Response {
  return Response.json({ error }, { status, headers: { ...HEADERS, ...headers } });
}

/**
 * A socket that opens and is closed at once. A browser can read a close code, but not the status of a refused upgrade.
 */
export function closedSocket(protocol: string, code: CloseCode): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, CLOSE_CODES[code]);
  return new Response(null, { status: 101, webSocket: client, headers: { 'Sec-WebSocket-Protocol': protocol } });
}

export const noContent = (headers: Record<string, string>): Response =>
  new Response(null, { status: 204, headers: { ...HEADERS, ...headers } });

/** A response whose headers tell proxies not to cache, compress or buffer it. */
export function eventStream(body: ReadableStream<Uint8Array>, headers: Record<string, string>): Response {
  const unbuffered = {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  };
  return new Response(body, { headers: { ...HEADERS, ...headers, ...unbuffered } });
}
