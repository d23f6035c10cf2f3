/**
 * A user name and credential that coturn checks by itself, with a secret that only coturn and the Worker know
 * (draft-uberti-behave-turn-rest-00, section 2.2; coturn's --use-auth-secret).
 */

/** coturn splits the name at the first separator, so the id must not contain one. */
const SEPARATOR = ':';

export interface TurnCredential {
  /** `<expiry in Unix seconds>:<id>` */
  readonly username: string;
  /** base64(HMAC-SHA1(secret, username)) */
  readonly credential: string;
}

/** @param id random: the relay logs it, so it must say nothing of a person, a room or a share */
export async function coturnCredential(secret: string, expiresAtSeconds: number, id: string): Promise<TurnCredential> {
  const username = `${expiresAtSeconds}${SEPARATOR}${id}`;
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-1' }, false, [
    'sign',
  ]);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(username)));
  return { username, credential: btoa(String.fromCharCode(...digest)) };
}
