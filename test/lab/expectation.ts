/** What two networks allow: the best way there is between them. */
import { isRelayed, localName, type Route } from './connections.ts';
import type { Nat } from './nat.ts';

/** How each network reaches the relay, when it has to: UDP where it can, TLS where nothing else passes. */
const TO_RELAY: Readonly<Record<Nat, string>> = {
  open: 'relay/udp',
  cone: 'relay/udp',
  symmetric: 'relay/udp',
  'udp-blocked': 'relay/tcp',
  only443: 'relay/tls',
};

export const hasUdp = (nat: Nat): boolean => nat !== 'udp-blocked' && nat !== 'only443';

/**
 * A symmetric NAT can be reached by whoever takes packets from anywhere, for it sends first; not by one that waits for
 * them from the port that STUN saw.
 */
export function isDirectPossible(a: Nat, b: Nat): boolean {
  if (!hasUdp(a) || !hasUdp(b)) return false;
  return a === 'open' || b === 'open' || (a === 'cone' && b === 'cone');
}

/**
 * What is wrong with a connection between the two, as seen from both ends; empty when nothing is. One relay is enough
 * for two: the other end reaches its address directly where it can.
 */
export function faultsOf(routes: readonly [Route, Route], nats: readonly [Nat, Nat]): readonly string[] {
  const names = routes.map(localName);
  if (isDirectPossible(...nats))
    return routes.some(isRelayed) ? [`${names.join(' - ')}, though a direct way exists`] : [];
  if (!routes.some(isRelayed)) return [`${names.join(' - ')}, which should be impossible`];
  return nats.flatMap((nat, index) => {
    const name = names[index] ?? '';
    if (!name.startsWith('relay') && !hasUdp(nat)) return [`${name} behind ${nat}`];
    return name.startsWith('relay') && name !== TO_RELAY[nat] ? [`${name} behind ${nat}, not ${TO_RELAY[nat]}`] : [];
  });
}

/** The weakest of what the ends use to reach their relays; of a direct way, what it goes over. */
function transportOf(routes: readonly [Route, Route]): Route['protocol'] {
  const used = isRelayed(routes[0]) || isRelayed(routes[1]) ? routes.filter(({ local }) => local === 'relay') : routes;
  return (['tls', 'tcp'] as const).find((transport) => used.some(({ protocol }) => protocol === transport)) ?? 'udp';
}

/** What the app's sentence gets wrong, which has to be the truth of both ends at either; empty when nothing. */
export function untruthsIn(sentence: string, routes: readonly [Route, Route]): readonly string[] {
  const areRelayed = routes.some(isRelayed);
  const transport = transportOf(routes);
  const untruths: string[] = [];
  if (/relay/i.test(sentence) !== areRelayed) untruths.push(areRelayed ? 'does not name the relay' : 'names a relay');
  const named = /\b(TCP|TLS)\b/.exec(sentence)?.[1]?.toLowerCase() ?? 'udp';
  if (named !== transport) untruths.push(`the way is over ${transport}`);
  if (/own network/.test(sentence)) untruths.push('they are not on one network');
  return untruths.map((untruth) => `${untruth}: "${sentence}"`);
}
