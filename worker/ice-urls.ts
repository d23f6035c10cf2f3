/** Chooses the URLs that a browser gets: at most one of each kind (I4). */
import { iceUrlKind, type IceUrlKind } from '../src/protocol/messages/ice-server.ts';

/** The only port that the strictest networks allow. */
const HTTPS_PORT = /:443(\?|$)/;

/** In the order in which a browser tries them: the fastest first. */
const KINDS: readonly IceUrlKind[] = ['stun', 'turn-udp', 'turn-tcp', 'turn-tls'];

/** The first URL of each kind; for TLS one on port 443, if there is one. URLs that browsers refuse are left out. */
export function chooseUrls(urls: readonly string[]): readonly string[] {
  return KINDS.flatMap((kind) => {
    const fitting = urls.filter((url) => iceUrlKind(url) === kind);
    const best = (kind === 'turn-tls' ? fitting.find((url) => HTTPS_PORT.test(url)) : undefined) ?? fitting[0];
    return best === undefined ? [] : [best];
  });
}

export const isStun = (url: string): boolean => iceUrlKind(url) === 'stun';
