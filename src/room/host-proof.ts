/** Whether a peer is the room's host: the one who holds the key that the link names (V5). */
import type { HostProof } from '../protocol/messages/introduction.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import { ShareVerifier } from '../rendezvous/share-key.ts';
import type { Token } from '../rendezvous/token.ts';

/** @param link that the proof was made for: it is worth nothing for another one, or from another peer */
export async function isHostFor(
  proof: HostProof | undefined,
  token: Token,
  peer: PeerId,
  link: string,
): Promise<boolean> {
  if (proof === undefined) return false;
  const verifier = await ShareVerifier.ofFounder(proof.key, token).catch(() => undefined);
  return (await verifier?.hasSignedHost(peer, link, proof).catch(() => false)) ?? false;
}
