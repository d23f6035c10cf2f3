/** Which URLs a browser gets out of those that there are: at most one of each kind (I4). */
import { iceUrlKind, type IceUrlKind } from '../src/protocol/messages/ice-server.ts';

/** The only port that the strictest networks let out. */
const HTTPS_PORT = /:443(\?|$)/;

/** In the order in which they are tried: the quickest first. */
const KINDS: readonly IceUrlKind[] = ['stun', 'turn-udp', 'turn-tcp', 'turn-tls'];

/** The first of each kind, TLS on port 443 before TLS elsewhere; what browsers do not take is left out. */
export function chooseUrls(urls: readonly string[]): readonly string[] {
  return KINDS.flatMap((kind) => {
    const fitting = urls.filter((url) => iceUrlKind(url) === kind);
    const best = (kind === 'turn-tls' ? fitting.find((url) => HTTPS_PORT.test(url)) : undefined) ?? fitting[0];
    return best === undefined ? [] : [best];
  });
}

export const isStun = (url: string): boolean => iceUrlKind(url) === 'stun';
