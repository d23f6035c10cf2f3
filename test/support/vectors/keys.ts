/** What follows from a seed, a token, a password and an identity; and what is sealed with it. */
import { createCipheriv, pbkdf2Sync } from 'node:crypto';

import { encodeEnvelope, envelopeContext } from '../../../src/protocol/envelope.ts';
import type { PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { PASSWORD_ITERATIONS } from '../../../src/rendezvous/password.ts';
import { hkdf, SEEDS, sha256, SHARE, shareOf } from './share.ts';

export const keys = () =>
  SEEDS.map(shareOf).map(({ seed, publicKey, shareId, token, room, signalingKey }) => ({
    seed,
    publicKey,
    shareId: shareId.toString('base64url'),
    token,
    room,
    signalingKey: signalingKey.toString('hex'),
  }));

/** Tokens whose bytes would show a wrong alphabet, a wrong byte order or a lost sign. */
const TOKENS = ['AAECAwQFBgcICQoLDA0ODw', 'AAAAAAAAAAAAAAAAAAAAAA', '_____________________w', '4l-i1Agqo88OXI4o2Std0g'];

export const tokens = () =>
  TOKENS.map((token) => {
    const secret = Buffer.from(token, 'base64url');
    return { token, bytes: secret.toString('hex'), room: hkdf(secret, 'room', 16).toString('base64url') };
  });

const PASSWORDS = [
  { name: 'letters', password: 'correct horse' },
  { name: 'Hangul and a Latin letter with its accent, composed (NFC)', password: '한글 é'.normalize('NFC') },
  { name: 'the same, decomposed (NFD): the same key', password: '한글 é'.normalize('NFD') },
  { name: 'beyond 16 bits, and longer than a block of SHA-256', password: '🔑'.repeat(20) },
];

export const passwords = () =>
  PASSWORDS.map(({ name, password }) => {
    const token = Buffer.from(SHARE.token, 'base64url');
    const bytes = Buffer.from(password.normalize('NFC'));
    const salt = hkdf(token, 'password salt', 16);
    const stretched = pbkdf2Sync(bytes, salt, PASSWORD_ITERATIONS, 32, 'sha256');
    return {
      name,
      token: SHARE.token,
      password,
      passwordBytes: bytes.toString('hex'),
      salt: salt.toString('hex'),
      stretched: stretched.toString('hex'),
      room: SHARE.room,
      signalingKey: hkdf(Buffer.concat([token, stretched]), 'signaling password', 32).toString('hex'),
    };
  });

const IDENTITIES = ['01'.repeat(16), '02'.repeat(16), '00'.repeat(16), 'ff'.repeat(16), SEEDS[0].slice(0, 32)];

export const peerIds = () =>
  IDENTITIES.map((hex) => {
    const identity = Buffer.from(hex, 'hex');
    return {
      bytes: hex,
      identity: identity.toString('base64url'),
      offer: `beamline.1, id.${identity.toString('base64url')}`,
      peerId: sha256(identity).subarray(0, 9).toString('base64url'),
    };
  });

const LINK = 'AAAAAAAAAAA';
const HELLO: PeerMessage = {
  type: 'hello',
  link: LINK,
  role: 'receiver',
  about: { versions: [2], services: { files: 1 } },
};
const [FROM = '', TO = ''] = peerIds().map(({ peerId }) => peerId);

const ENVELOPES: readonly { name: string; from: string; to: string; sequence: number; message: PeerMessage }[] = [
  { name: 'the first one', from: FROM, to: TO, sequence: 1, message: HELLO },
  { name: 'the other way', from: TO, to: FROM, sequence: 1, message: { type: 'end', link: LINK, code: 'peer-left' } },
  { name: 'to itself', from: FROM, to: FROM, sequence: 2, message: HELLO },
  { name: 'the last sequence of 32 bits', from: FROM, to: TO, sequence: 2 ** 32 - 1, message: HELLO },
  { name: 'a sequence of more than 32 bits', from: FROM, to: TO, sequence: 2 ** 32 + 7, message: HELLO },
  { name: 'the last sequence there is', from: FROM, to: TO, sequence: 2 ** 48 - 1, message: HELLO },
  {
    name: 'a text that is not ASCII',
    from: FROM,
    to: TO,
    sequence: 3,
    message: { type: 'end', link: LINK, code: 'source-changed', path: '사진/é.jpg' },
  },
];

export const envelopes = () =>
  ENVELOPES.map(({ name, from, to, sequence, message }, index) => {
    // Real ones are random. Here each envelope has a fixed one of its own, so that anybody can make the envelope again.
    const nonce = Uint8Array.from({ length: 12 }, (_, at) => index * 16 + at);
    const plain = JSON.stringify(message);
    const context = envelopeContext(SHARE.room, from, to, sequence);
    const cipher = createCipheriv('aes-256-gcm', SHARE.signalingKey, nonce).setAAD(context);
    const parts = [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
    const bytes = encodeEnvelope({ sequence, nonce, ciphertext: Uint8Array.from(Buffer.concat(parts)) });
    return {
      name,
      key: SHARE.signalingKey.toString('hex'),
      room: SHARE.room,
      from,
      to,
      sequence,
      nonce: Buffer.from(nonce).toString('hex'),
      associatedData: new TextDecoder().decode(context),
      plain,
      payload: Buffer.from(bytes).toString('base64url'),
    };
  });
