/**
 * Under which name an address is counted (R11).
 */

const GROUPS = 8;
const PREFIX_GROUPS = 4;

/**
 * The address itself when it is IPv4, its /64 when it is IPv6: one household or server has the whole /64, and could
 * join from 2^64 addresses otherwise (RFC 6177). `address` is as Cloudflare writes it: valid, in any spelling.
 */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1);
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, GROUPS - first.length - last.length) }, () => '0');
  const groups = [...first, ...zeros, ...last].slice(0, PREFIX_GROUPS);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
