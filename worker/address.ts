/**
 * The name under which limits count an address (R11), and the name that a room gets for it (I3).
 */
import { toBase64url } from '../src/protocol/base64url.ts';
import { ipv6Prefix } from '../src/protocol/ip-prefix.ts';

/**
 * An IPv4 address itself, or the /64 of an IPv6 address: one household or server has a whole /64, and could join from
 * 2^64 addresses otherwise (RFC 6177). `address` is as Cloudflare writes it: valid, in any spelling.
 */
export function addressGroup(address: string): string {
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1); // IPv4, mapped into IPv6 or not
  const prefix = ipv6Prefix(address);
  return prefix === undefined ? address : `${prefix}::/64`;
}

const KEY_BYTES = 12;

/**
 * The name by which the room counts the group. Without the secret it reveals nothing of the address: a plain hash could
 * be found by trying all IPv4 addresses, which takes a minute.
 */
export async function addressKey(group: string, secret: string): Promise<string> {
  const encoder = new TextEncoder();
  // With the text before it the key is never empty: some implementations refuse an empty HMAC key.
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
