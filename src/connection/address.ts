/** What an IP address in a candidate says about where it is. */

/**
 * Addresses of one's own network: RFC 1918, 3927 and 4193, loopback, IPv6 link-local; and mDNS names, which only such a
 * network resolves.
 */
const PRIVATE = [
  /^10\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  /^127\./,
  /^::1$/,
  /^fe[89ab]/i,
  /^f[cd]/i,
  /\.local$/i,
];

export const isPrivate = (address: string): boolean => PRIVATE.some((range) => range.test(address));

/**
 * The first 64 bits, which the devices of one IPv6 network have in common (RFC 4291, section 2.5.1); undefined for
 * IPv4.
 */
function prefix(address: string): string | undefined {
  if (!address.includes(':')) return undefined;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::') ? Array.from({ length: 8 - front.length - back.length }, () => '0') : [];
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** One machine, or one IPv6 network. IPv4 neighbours may be customers of one provider: they are not on one network. */
export function isNeighbour(a: string, b: string): boolean {
  return a === b || (prefix(a) !== undefined && prefix(a) === prefix(b));
}
