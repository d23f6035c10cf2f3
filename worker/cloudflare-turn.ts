/**
 * Cloudflare's TURN service: asks its API for one peer's credential
 * (developers.cloudflare.com/realtime/turn/generate-credentials, November 2026).
 */
import { parseIceServers, type IceServer } from '../src/protocol/messages/ice-server.ts';
import { asFields, parseJson, type Fields } from '../src/protocol/parse.ts';
import { boundedText } from './bounded-text.ts';
import { chooseUrls, isStun } from './ice-urls.ts';

/** After this long, a peer is told that there is no relay for now, rather than left to wait. */
const TIMEOUT_MS = 3000;
/** An answer has about 1 KiB. */
const MAX_ANSWER_BYTES = 16 * 1024;

export interface CloudflareTurn {
  /** Origin of the API. */
  readonly api: string;
  readonly keyId: string;
  readonly token: string;
}

/** The servers of the answer that a browser can use; undefined if there is no relay among them. */
export function readAnswer(value: unknown): readonly IceServer[] | undefined {
  const listed = asFields(value)?.['iceServers'];
  if (!Array.isArray(listed)) return undefined;
  const servers = (listed as readonly unknown[]).map(asFields).filter((server) => server !== undefined);
  const urlsOf = (server: Fields): string[] =>
    [server['urls']].flat().filter((url): url is string => typeof url === 'string');
  const relay = servers.find((server) => typeof server['credential'] === 'string');
  const stun = chooseUrls(servers.flatMap(urlsOf)).filter(isStun);
  const turn = chooseUrls(relay === undefined ? [] : urlsOf(relay)).filter((url) => !isStun(url));
  if (relay === undefined || turn.length === 0) return undefined;
  const chosen = [{ urls: turn, username: relay['username'], credential: relay['credential'] }];
  return parseIceServers(stun.length === 0 ? chosen : [{ urls: stun }, ...chosen]);
}

/** Never rejects, and never reports an error: the answer, and errors about it, can contain the credential. */
export async function askCloudflare(
  { api, keyId, token }: CloudflareTurn,
  ttlSeconds: number,
): Promise<readonly IceServer[] | undefined> {
  try {
    const url = new URL(`/v1/turn/keys/${encodeURIComponent(keyId)}/credentials/generate-ice-servers`, api);
    const response = await fetch(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ ttl: ttlSeconds }),
      redirect: 'manual', // the token must not go to another server
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return undefined;
    }
    const text = await boundedText(response.body, MAX_ANSWER_BYTES);
    return text === undefined ? undefined : readAnswer(parseJson(text));
  } catch {
    return undefined;
  }
}
