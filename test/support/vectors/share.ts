/**
 * The keys that the vectors are made with, from fixed seeds. Node's own cryptography makes them, so that the vectors do
 * not repeat a fault of the app. The tests compare the app with them.
 */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from 'node:crypto';

/** The bytes before the seed in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The first seed is the independent implementation's; the second is from RFC 8032, section 7.1. */
export const SEEDS = [
  '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  '00'.repeat(32),
  'ff'.repeat(32),
] as const;

export interface VectorShare {
  /** Hex. */
  readonly seed: string;
  readonly privateKey: KeyObject;
  /** base64url, as are the token and the room. */
  readonly publicKey: string;
  readonly shareId: Buffer;
  readonly token: string;
  readonly room: string;
  readonly signalingKey: Buffer;
}

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

export const hkdf = (secret: Uint8Array, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `beamline/1 ${purpose}`, bytes));

export function shareOf(seed: string): VectorShare {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, Buffer.from(seed, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x: publicKey = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const shareId = sha256(Buffer.from(publicKey, 'base64url'));
  const token = shareId.subarray(0, 16);
  return {
    seed,
    privateKey,
    publicKey,
    shareId,
    token: token.toString('base64url'),
    room: hkdf(token, 'room', 16).toString('base64url'),
    signalingKey: hkdf(token, 'signaling', 32),
  };
}

/** The share of all vectors that need no other share. */
export const SHARE = shareOf(SEEDS[0]);

/** The founding key of the room that the share is in. */
export const FOUNDER = shareOf(SEEDS[1]);

/** base64url. Ed25519 is deterministic: the same text always has the same signature (RFC 8032, section 5.1.6). */
export const signatureOf = (statement: Uint8Array, { privateKey }: VectorShare = SHARE): string =>
  sign(null, statement, privateKey).toString('base64url');

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export function firstOf<Item>([first]: readonly Item[]): Item {
  if (first === undefined) throw new Error('there is not one');
  return first;
}
