/**
 * STUN and TURN servers as the room hands them out: what a URL may look like, and the bounds of the whole
 * (SPEC.md, section I). The form is RTCIceServer's (W3C webrtc, section 4.2.4), so that it can be passed on as it is.
 */
import { MAX_ICE_SECRET_CHARS, MAX_ICE_URL_CHARS, MAX_ICE_URLS } from '../limits.ts';
import { asFields, isText } from '../parse.ts';

export interface IceServer {
  /** At least one. */
  readonly urls: readonly string[];
  /** Both or neither; both where a URL is a relay's. */
  readonly username?: string;
  readonly credential?: string;
}

/** What a URL is good for. A browser gets at most one of each: more of them slow ICE down. */
export type IceUrlKind = 'stun' | 'turn-udp' | 'turn-tcp' | 'turn-tls';

/** RFC 7064 and RFC 7065, section 3.1: a name, IPv4, or IPv6 in brackets; a port; for relays the transport. */
const ICE_URL =
  /^(stun|turns?):([a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[a-f\d:.]{2,45}\])(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;
/** Browsers refuse it (Fetch, bad ports), and asking it would only cost time. */
const DNS_PORT = 53;

/** undefined when it is none, or one that browsers do not take: another scheme, DTLS to the relay, port 53. */
export function iceUrlKind(url: string): IceUrlKind | undefined {
  if (url.length > MAX_ICE_URL_CHARS) return undefined;
  const [, scheme, , port, transport] = ICE_URL.exec(url) ?? [];
  if (port !== undefined && (Number(port) === 0 || Number(port) > 0xffff || Number(port) === DNS_PORT))
    return undefined;
  switch (scheme?.toLowerCase()) {
    case 'stun':
      return transport === undefined ? 'stun' : undefined;
    case 'turn':
      return transport?.toLowerCase() === 'tcp' ? 'turn-tcp' : 'turn-udp';
    case 'turns':
      return transport?.toLowerCase() === 'udp' ? undefined : 'turn-tls';
    default:
      return undefined;
  }
}

/** Whether it helps where no direct path works. */
export const isRelay = ({ credential }: IceServer): boolean => credential !== undefined;

const isSecret = (value: unknown): value is string => isText(value, MAX_ICE_SECRET_CHARS, 1);

function parseIceServer(value: unknown): IceServer | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const { urls, username, credential } = fields;
  if (!Array.isArray(urls) || urls.length === 0 || urls.length > MAX_ICE_URLS) return undefined;
  const kinds = urls.map((url: unknown) => (typeof url === 'string' ? iceUrlKind(url) : undefined));
  if (kinds.includes(undefined)) return undefined;
  if (username === undefined && credential === undefined)
    return kinds.every((kind) => kind === 'stun') ? { urls: urls as string[] } : undefined;
  return isSecret(username) && isSecret(credential) ? { urls: urls as string[], username, credential } : undefined;
}

/** The servers, or undefined when one of them breaks a rule (I4): one bad URL makes RTCPeerConnection throw. */
export function parseIceServers(value: unknown): readonly IceServer[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_ICE_URLS) return undefined;
  const servers = value.map(parseIceServer).filter((server) => server !== undefined);
  const urls = servers.reduce((sum, server) => sum + server.urls.length, 0);
  return servers.length === value.length && urls <= MAX_ICE_URLS ? servers : undefined;
}
