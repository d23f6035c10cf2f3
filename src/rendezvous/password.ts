/**
 * A password beside the link: whoever has the link alone finds the room and opens nothing in it. It is stretched by
 * PBKDF2 (RFC 8018), the slow function that browsers have, salted by the token, so that no work of an attacker serves
 * for two shares.
 */
import { deriveCapability, tokenBytes, type Capability, type Token } from './token.ts';

/** OWASP's least for PBKDF2-HMAC-SHA-256 (2023, still so in 2026): half a second on a phone, each time it is tried. */
export const PASSWORD_ITERATIONS = 600_000;

const STRETCHED_BITS = 256;

const info = (purpose: string) => ({
  name: 'HKDF',
  hash: 'SHA-256',
  salt: new Uint8Array(),
  info: new TextEncoder().encode(`beamline/1 ${purpose}`),
});

/** Unicode is normalized (NFC): keyboards compose 한글 and é in more ways than one. */
export async function deriveWithPassword(token: Token, password: string): Promise<Capability> {
  const { roomId } = await deriveCapability(token);
  const secret = tokenBytes(token);
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const salt = await crypto.subtle.deriveBits(info('password salt'), material, 128);
  const typed = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(password.normalize('NFC')),
    'PBKDF2',
    false,
    ['deriveBits'],
  );
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: PASSWORD_ITERATIONS },
    typed,
    STRETCHED_BITS,
  );
  const both = new Uint8Array(secret.length + stretched.byteLength);
  both.set(secret);
  both.set(new Uint8Array(stretched), secret.length);
  const joined = await crypto.subtle.importKey('raw', both, 'HKDF', false, ['deriveKey']);
  const signalingKey = await crypto.subtle.deriveKey(
    info('signaling password'),
    joined,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  return { roomId, signalingKey };
}
