/** The secret of a link and what follows from it. A link is a capability: docs/architecture.md, "Ideas". */
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import { BeamError } from '../protocol/errors.ts';
import { KeySchedule } from './key-schedule.ts';

const TOKEN_BYTES = 16;

/** 22 base64url characters. Whoever has the token may receive. Nobody else can find the room. */
export type Token = string & { readonly brand: 'token' };

/** What follows from a token: the room id, which the server knows, and the key that seals all messages in the room. */
export interface Capability {
  readonly roomId: string;
  /** AES-256-GCM. */
  readonly signalingKey: CryptoKey;
}

/** SHA-256 of the share's raw Ed25519 public key: 32 bytes, of which the token is the first half. */
export async function shareIdOf(publicKey: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey));
}

export const tokenOf = (shareId: Uint8Array): Token => toBase64url(shareId.subarray(0, TOKEN_BYTES)) as Token;

/** What a browser keeps a share under: 22 characters, as a room id has. */
export const storageIdOf = (shareId: Uint8Array): string => toBase64url(shareId.subarray(0, TOKEN_BYTES));

/** 22 canonical base64url characters. */
export const isToken = (text: string): text is Token => fromBase64url(text)?.length === TOKEN_BYTES;

/** @throws BeamError `link-malformed` when the text is no token */
export function parseToken(text: string): Token {
  if (!isToken(text)) throw new BeamError('link-malformed');
  return text;
}

/**
 * The 16 bytes of a token. The check matters: without it every text that is no token would lead to one and the same
 * room.
 * @throws BeamError `link-malformed` when it is no token, whatever its type says
 */
export function tokenBytes(token: Token): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64url(token);
  if (bytes?.length !== TOKEN_BYTES) throw new BeamError('link-malformed');
  return bytes;
}

/** @throws BeamError `link-malformed` when it is no token, whatever its type says */
export async function deriveCapability(token: Token): Promise<Capability> {
  const keys = await KeySchedule.of(tokenBytes(token));
  const [room, signalingKey] = await Promise.all([keys.bytes('room'), keys.sealingKey('signaling')]);
  return { roomId: toBase64url(room), signalingKey };
}
