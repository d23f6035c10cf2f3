/** What an IP address in a candidate says about where it is. */
import { ipv6Prefix } from '../protocol/ip-prefix.ts';

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

/** One machine, or one IPv6 network. IPv4 neighbours may be customers of one provider: they are not on one network. */
export function isNeighbour(a: string, b: string): boolean {
  return a === b || (ipv6Prefix(a) !== undefined && ipv6Prefix(a) === ipv6Prefix(b));
}
