/** Who a peer is in a room: 16 random bytes that only it knows, and the id that follows from them (R2). */
import { toBase64url } from '../protocol/base64url.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';

export interface Identity {
  /** 22 base64url characters, shown to the room only. */
  readonly secret: string;
  readonly peerId: PeerId;
}

/** The server's word for it is not needed: both sides derive the id. */
export async function peerIdOf(secret: Uint8Array<ArrayBuffer>): Promise<PeerId> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', secret));
  return toBase64url(digest.subarray(0, 9));
}

export async function createIdentity(): Promise<Identity> {
  const secret = crypto.getRandomValues(new Uint8Array(16));
  return { secret: toBase64url(secret), peerId: await peerIdOf(secret) };
}
