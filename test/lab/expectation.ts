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
 * A symmetric NAT can be reached by whoever takes packets from anywhere, for it sends first; not by one that waits for them
 * from the port that STUN saw.
 */
export function isDirectPossible(a: Nat, b: Nat): boolean {
  if (!hasUdp(a) || !hasUdp(b)) return false;
  return a === 'open' || b === 'open' || (a === 'cone' && b === 'cone');
}

/**
 * What is wrong with a connection between the two, as seen from both ends; empty when nothing is. One relay is enough for
 * two: the other end reaches its address directly where it can.
 */
export function faultsOf(routes: readonly [Route, Route], nats: readonly [Nat, Nat]): readonly string[] {
  const names = routes.map(localName);
  if (isDirectPossible(...nats)) return routes.some(isRelayed) ? [`${names.join(' - ')}, though a direct way exists`] : [];
  if (!routes.some(isRelayed)) return [`${names.join(' - ')}, which should be impossible`];
  return nats.flatMap((nat, index) => {
    const name = names[index] ?? '';
    if (!name.startsWith('relay') && !hasUdp(nat)) return [`${name} behind ${nat}`];
    return name.startsWith('relay') && name !== TO_RELAY[nat] ? [`${name} behind ${nat}, not ${TO_RELAY[nat]}`] : [];
  });
}

/** What the app's sentence gets wrong about a route, as the end that it is shown at can know it; empty when nothing. */
export function untruthsIn(sentence: string, route: Route): readonly string[] {
  const { local, protocol } = route;
  const untruths: string[] = [];
  if (/relay/i.test(sentence) !== isRelayed(route)) untruths.push(isRelayed(route) ? 'does not name the relay' : 'names a relay');
  // Whether the other end reaches its relay by TCP is not to be seen from here.
  if ((local === 'relay' || !isRelayed(route)) && /\b(TCP|TLS)\b/.test(sentence) !== (protocol !== 'udp')) untruths.push(`the way is over ${protocol}`);
  if (/own network/.test(sentence)) untruths.push('they are not on one network');
  return untruths.map((untruth) => `${untruth}: "${sentence}"`);
}
