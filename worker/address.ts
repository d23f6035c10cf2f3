/**
 * Under which name an address is counted (R11), and under which a room gets to know it (I3).
 */
import { toBase64url } from '../src/protocol/base64url.ts';
import { ipv6Prefix } from '../src/protocol/ip-prefix.ts';

/**
 * The address itself when it is IPv4, its /64 when it is IPv6: one household or server has the whole /64, and could
 * join from 2^64 addresses otherwise (RFC 6177). `address` is as Cloudflare writes it: valid, in any spelling.
 */
export function addressGroup(address: string): string {
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1); // IPv4, mapped into IPv6 or not
  const prefix = ipv6Prefix(address);
  return prefix === undefined ? address : `${prefix}::/64`;
}

const KEY_BYTES = 12;

/**
 * A name for the group that says nothing of it to whoever does not know the secret: without one, all IPv4 addresses are
 * tried in a minute. The room counts by it.
 */
export async function addressKey(group: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  // HMAC keys may not be empty everywhere.
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(`beamline/1 address ${secret}`),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const digest = await crypto.subtle.sign('HMAC', key, encoder.encode(group));
  return toBase64url(new Uint8Array(digest, 0, KEY_BYTES));
}
