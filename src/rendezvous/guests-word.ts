/** The host's word on links between guests, signed and checked by the founding key (SPEC.md, V8). */
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import { guestsStatement, type GuestsWord } from '../protocol/messages/guests-word.ts';
import type { ShareSigner } from './share-key.ts';
import { shareIdOf, tokenOf, type Token } from './token.ts';

const ED25519 = { name: 'Ed25519' };

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => fromBase64url(text) ?? new Uint8Array();

/** @param founder holds the room's founding key */
export async function signGuestsWord(founder: ShareSigner, isAllowed: boolean, saidMs: number): Promise<GuestsWord> {
  const { key, publicKey } = founder;
  const statement = guestsStatement(await shareIdOf(bytesOf(publicKey)), { isAllowed, saidMs });
  const signature = new Uint8Array(await crypto.subtle.sign(ED25519, key, statement));
  return { isAllowed, saidMs, key: publicKey, signature: toBase64url(signature) };
}

/** True when the key that the link names has signed it. */
export async function isWordOfHost(word: GuestsWord, token: Token): Promise<boolean> {
  const raw = bytesOf(word.key);
  const foundingId = await shareIdOf(raw);
  if (tokenOf(foundingId) !== token) return false;
  try {
    const key = await crypto.subtle.importKey('raw', raw, ED25519, false, ['verify']);
    return await crypto.subtle.verify(ED25519, key, bytesOf(word.signature), guestsStatement(foundingId, word));
  } catch {
    return false; // no key at all
  }
}
