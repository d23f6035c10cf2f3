/**
 * The first 64 bits of an IPv6 address, which all devices of one network have in common (RFC 4291, section 2.5.1).
 */
const GROUPS = 8;
const PREFIX_GROUPS = 4;

/**
 * Four groups without leading zeros, as `2001:db8:0:1`; undefined for what is no IPv6 address by its look: IPv4 and
 * names. @param address valid, in any spelling
 */
export function ipv6Prefix(address: string): string | undefined {
  if (!address.includes(':')) return undefined;
  const [head = '', tail = ''] = address.toLowerCase().split('::', 2);
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, GROUPS - first.length - last.length) }, () => '0');
  const groups = [...first, ...zeros, ...last].slice(0, PREFIX_GROUPS);
  return groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
