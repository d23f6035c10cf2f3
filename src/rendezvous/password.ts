/**
 * A password beside the link: whoever has only the link finds the room and can read nothing in it. PBKDF2 (RFC 8018)
 * stretches the password: of the slow functions, it is the one that browsers have. Its salt comes from the token, so
 * that an attacker cannot use the work for one share again for another.
 */
import { KeySchedule } from './key-schedule.ts';
import { deriveCapability, tokenBytes, type Capability, type Token } from './token.ts';

/** OWASP's least for PBKDF2-HMAC-SHA-256 (2023, still so in 2026): half a second on a phone, for each attempt. */
export const PASSWORD_ITERATIONS = 600_000;

const STRETCHED_BITS = 256;

/** Unicode is normalized (NFC): keyboards compose 한글 and é in more ways than one. */
export async function deriveWithPassword(token: Token, password: string): Promise<Capability> {
  const { roomId } = await deriveCapability(token);
  const secret = tokenBytes(token);
  const salt = await (await KeySchedule.of(secret)).bytes('password salt');
  const stretched = await stretch(password.normalize('NFC'), salt);
  const both = new Uint8Array(secret.length + stretched.length);
  both.set(secret);
  both.set(stretched, secret.length);
  return { roomId, signalingKey: await (await KeySchedule.of(both)).sealingKey('signaling password') };
}

async function stretch(password: string, salt: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: PASSWORD_ITERATIONS };
  return new Uint8Array(await crypto.subtle.deriveBits(pbkdf2, typed, STRETCHED_BITS));
}
