/** Tokens, keys, passwords and peer ids, as their vectors say. */
import { describe, expect, test } from 'vitest';

import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import { identityOf, peerIdOf } from '../../../src/protocol/identity.ts';
import { isPeerId } from '../../../src/protocol/messages/room-message.ts';
import { deriveWithPassword } from '../../../src/rendezvous/password.ts';
import { ShareVerifier } from '../../../src/rendezvous/share-key.ts';
import { deriveCapability, parseToken, shareIdOf, tokenOf, type Token } from '../../../src/rendezvous/token.ts';
import { readJoinRequest } from '../../../worker/join-request.ts';
import { fromHex, load, properPrefixes, sealsLike, toHex, type VectorFile } from './load.ts';

const token = load<VectorFile<{ token: string; bytes: string; room: string }, { token: string }>>('token');

interface Keys {
  readonly publicKey: string;
  readonly shareId: string;
  readonly token: Token;
  readonly room: string;
  readonly signalingKey: string;
}
const keys = load<VectorFile<Keys, { token: Token; publicKey: string }>>('keys');

interface Password {
  readonly token: Token;
  readonly password: string;
  readonly signalingKey: string;
}
const password = load<VectorFile<Password & { name: string; room: string }, Password>>('password');

const peerId =
  load<
    VectorFile<
      { bytes: string; identity: string; offer: string; peerId: string },
      { offer?: string; peerId?: string; code?: number }
    >
  >('peer-id');

/** Whether it is refused by a result or by an error is no matter of the vectors. */
function isToken(text: string): boolean {
  try {
    return parseToken(text) === text;
  } catch {
    return false;
  }
}

describe('S1, S14: token.json', () => {
  test.each(token.right)('$token is a token and opens its room', async ({ token: text, bytes, room }) => {
    expect(isToken(text)).toBe(true);
    expect(toHex(fromBase64url(text) ?? new Uint8Array())).toBe(bytes);
    expect(toBase64url(fromHex(bytes))).toBe(text);
    expect((await deriveCapability(text as Token)).roomId).toBe(room);
  });

  test.each(token.right)('$token: no prefix is one, nor is it with a byte behind it', ({ token: text }) => {
    for (const prefix of properPrefixes(text)) expect(isToken(prefix), prefix).toBe(false);
    expect(isToken(`${text}A`)).toBe(false);
  });

  test.each(token.wrong)('no token: $why', ({ token: text }) => expect(isToken(text)).toBe(false));
});

describe('M1, M8, S1: keys.json', () => {
  test.each(keys.right)('$publicKey', async ({ publicKey, shareId, token: text, room, signalingKey }) => {
    const id = await shareIdOf(fromBase64url(publicKey) ?? new Uint8Array());
    expect([toBase64url(id), tokenOf(id)]).toEqual([shareId, text]);
    const capability = await deriveCapability(text);
    expect(capability.roomId).toBe(room);
    expect(await sealsLike(capability.signalingKey, signalingKey)).toBe(true);
    expect((await ShareVerifier.fromPublicKey(publicKey)).shareId).toEqual(id);
    expect((await ShareVerifier.ofFounder(publicKey, text)).shareId).toEqual(id);
    for (const prefix of [...properPrefixes(publicKey), `${publicKey}A`])
      await expect(ShareVerifier.fromPublicKey(prefix)).rejects.toMatchObject({ code: 'manifest-forged' });
  });

  test.each(keys.wrong)('not the key of its token: $why', async ({ token: text, publicKey }) => {
    await expect(ShareVerifier.ofFounder(publicKey, text)).rejects.toMatchObject({ code: 'manifest-forged' });
  });
});

describe('S12: password.json', () => {
  test.each(password.right)('$name', async ({ token: text, password: typed, room, signalingKey }) => {
    const capability = await deriveWithPassword(text, typed);
    expect(capability.roomId).toBe(room);
    expect(await sealsLike(capability.signalingKey, signalingKey)).toBe(true);
  });

  test.each(password.wrong)('not this key: $why', async ({ token: text, password: typed, signalingKey }) => {
    expect(await sealsLike((await deriveWithPassword(text, typed)).signalingKey, signalingKey)).toBe(false);
  });
});

describe('R1, R2: peer-id.json', () => {
  test.each(peerId.right)('$identity is $peerId', async ({ bytes, identity, offer, peerId: id }) => {
    const secret = fromHex(bytes);
    expect(toBase64url(secret)).toBe(identity);
    expect(readJoinRequest(offer)).toEqual({ type: 'join', identity: secret, isHost: false });
    expect(await peerIdOf(secret)).toBe(id);
    expect(await identityOf(secret)).toEqual({ secret: identity, peerId: id });
    expect(isPeerId(id)).toBe(true);
    for (const prefix of properPrefixes(offer)) expect(readJoinRequest(prefix).type, prefix).not.toBe('join');
    for (const prefix of properPrefixes(id)) expect(isPeerId(prefix)).toBe(false);
    expect([readJoinRequest(`${offer}A`).type, isPeerId(`${id}A`)]).toEqual(['bad', false]);
  });

  test.each(peerId.wrong)('refused: $why', ({ offer, peerId: id, code }) => {
    if (offer !== undefined) expect(readJoinRequest(offer).type).toBe(code === 4426 ? 'outdated' : 'bad');
    else expect(isPeerId(id)).toBe(false);
  });
});
