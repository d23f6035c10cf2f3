/** Reads from the Worker's variables and secrets which relay there is. docs/relays.md says how to set each. */
import type { CloudflareTurn } from './cloudflare-turn.ts';
import { chooseUrls, isStun } from './ice-urls.ts';

/** All are optional. Without any there are no ICE servers, and only devices on the same network can connect. */
export interface TurnVars {
  /** Anything but "", "0" and "false" switches the relay off: from then on no credential is made. */
  readonly TURN_OFF?: string;
  readonly TURN_KEY_ID?: string;
  /** Secret. */
  readonly TURN_KEY_API_TOKEN?: string;
  /** Another origin for Cloudflare's API, for tests. */
  readonly TURN_API?: string;
  /** Separated by commas or white space. */
  readonly TURN_URLS?: string;
  /** Secret. coturn's static-auth-secret. */
  readonly TURN_SECRET?: string;
  readonly STUN_URLS?: string;
  /** How long a credential is valid. */
  readonly TURN_TTL_SECONDS?: string;
}

export type RelaySource =
  | { readonly type: 'none' }
  | { readonly type: 'coturn'; readonly urls: readonly string[]; readonly secret: string }
  | ({ readonly type: 'cloudflare' } & CloudflareTurn);

export interface TurnConfig {
  readonly relay: RelaySource;
  /** At most one. */
  readonly stunUrls: readonly string[];
  readonly ttlSeconds: number;
}

const CLOUDFLARE_API = 'https://rtc.live.cloudflare.com';
/** The STUN server that Cloudflare's API names, for when the API does not answer. */
const CLOUDFLARE_STUN = 'stun:stun.cloudflare.com:3478';

/**
 * The lifetime of a credential. It is long enough that a relayed transfer restarts ICE rarely, and short enough that a
 * leaked credential soon expires.
 */
const TTL_SECONDS = 30 * 60;
const LEAST_TTL_SECONDS = 60;
const MOST_TTL_SECONDS = 60 * 60;

const list = (text = ''): readonly string[] => text.split(/[\s,]+/).filter((url) => url !== '');

function ttlOf(text = ''): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : TTL_SECONDS;
  return Math.min(MOST_TTL_SECONDS, Math.max(LEAST_TTL_SECONDS, seconds));
}

function relayOf({
  TURN_OFF = '',
  TURN_KEY_ID,
  TURN_KEY_API_TOKEN,
  TURN_API,
  TURN_URLS,
  TURN_SECRET,
}: TurnVars): RelaySource {
  if (!['', '0', 'false'].includes(TURN_OFF.trim().toLowerCase())) return { type: 'none' };
  if (TURN_KEY_ID && TURN_KEY_API_TOKEN)
    return { type: 'cloudflare', api: TURN_API || CLOUDFLARE_API, keyId: TURN_KEY_ID, token: TURN_KEY_API_TOKEN };
  const urls = chooseUrls(list(TURN_URLS)).filter((url) => !isStun(url));
  return TURN_SECRET && urls.length > 0 ? { type: 'coturn', urls, secret: TURN_SECRET } : { type: 'none' };
}

export function turnConfig(vars: TurnVars): TurnConfig {
  const stunUrls = chooseUrls(list(`${vars.STUN_URLS ?? ''} ${vars.TURN_URLS ?? ''}`)).filter(isStun);
  const isCloudflare = Boolean(vars.TURN_KEY_ID && vars.TURN_KEY_API_TOKEN);
  return {
    relay: relayOf(vars),
    stunUrls: stunUrls.length === 0 && isCloudflare ? [CLOUDFLARE_STUN] : stunUrls,
    ttlSeconds: ttlOf(vars.TURN_TTL_SECONDS),
  };
}

/** The secret of the relay that is set up. It makes names that only this deployment can make. Empty without a relay. */
export const deploymentSecret = ({ TURN_KEY_API_TOKEN, TURN_SECRET }: TurnVars): string =>
  TURN_KEY_API_TOKEN || TURN_SECRET || '';
