/**
 * Who a peer is in a room: 16 random bytes that only it and the room know, and the peer id that follows from them (R2).
 * Both sides derive the id, so that neither needs the other's word for it.
 */
import { toBase64url } from './base64url.ts';
import type { PeerId } from './messages/room-message.ts';

export const IDENTITY_BYTES = 16;
const PEER_ID_BYTES = 9;

export interface Identity {
  /** 22 base64url characters, shown to the room only. */
  readonly secret: string;
  readonly peerId: PeerId;
}

/** A one-way name: peers who see it cannot rejoin under it. @param secret IDENTITY_BYTES bytes */
export async function peerIdOf(secret: Uint8Array<ArrayBuffer>): Promise<PeerId> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', secret));
  return toBase64url(digest.subarray(0, PEER_ID_BYTES));
}

/** @param secret IDENTITY_BYTES random bytes */
export const identityOf = async (secret: Uint8Array<ArrayBuffer>): Promise<Identity> => ({
  secret: toBase64url(secret),
  peerId: await peerIdOf(secret),
});
