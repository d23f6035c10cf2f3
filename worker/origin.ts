/** Which pages may use the rooms (R12), and the CORS headers for pages of other origins (H2). */
import { JOIN_HEADER } from '../src/protocol/messages/room-http.ts';

/** An empty origin is refused: it would match an empty list. */
export function isOriginAllowed(origin: string | null, own: string, others: string): boolean {
  return (
    origin !== null && origin !== '' && (origin === own || others.split(',').some((other) => other.trim() === origin))
  );
}

/**
 * The same for fetch. A GET to a page's own origin has no Origin header (Fetch, section 3.2). Then Sec-Fetch-Site
 * decides, which no script can set.
 */
export function isFetchAllowed({ headers, url }: Request, others: string): boolean {
  const origin = headers.get('Origin');
  if (origin === null) return headers.get('Sec-Fetch-Site') === 'same-origin';
  return isOriginAllowed(origin, new URL(url).origin, others);
}

/** CORS headers of the response to an allowed request. */
export function corsHeaders({ headers, url }: Request): Record<string, string> {
  const origin = headers.get('Origin');
  return origin === null || origin === new URL(url).origin
    ? {}
    : { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' };
}

/** How many seconds a browser may remember a preflight: one connection needs several requests. */
const PREFLIGHT_SECONDS = 600;

export const preflightHeaders = (request: Request, method: string): Record<string, string> => ({
  ...corsHeaders(request),
  'Access-Control-Allow-Methods': method,
  'Access-Control-Allow-Headers': JOIN_HEADER,
  'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
});
