/**
 * The sealed envelope's layout. Sealing itself is in signaling/sealer.ts. See SPEC.md, section S.
 *
 *     0      version, 1
 *     1..7   sequence, unsigned 48 bits, big endian
 *     7..19  nonce, 12 random bytes
 *     19..   AES-256-GCM ciphertext with its 16 byte tag (NIST SP 800-38D)
 */
import type { PeerId } from './messages/room-message.ts';

export const ENVELOPE_VERSION = 1;
export const NONCE_BYTES = 12;
const HEADER_BYTES = 1 + 6 + NONCE_BYTES;
const TAG_BYTES = 16;

export interface Envelope {
  readonly sequence: number;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
}

export function encodeEnvelope({ sequence, nonce, ciphertext }: Envelope): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + ciphertext.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, ENVELOPE_VERSION);
  view.setUint16(1, Math.floor(sequence / 2 ** 32));
  view.setUint32(3, sequence % 2 ** 32);
  bytes.set(nonce, 7);
  bytes.set(ciphertext, HEADER_BYTES);
  return bytes;
}

/** The parts, or undefined when it is too short or of another version. */
export function decodeEnvelope(bytes: Uint8Array<ArrayBuffer>): Envelope | undefined {
  if (bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== ENVELOPE_VERSION) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    sequence: view.getUint16(1) * 2 ** 32 + view.getUint32(3),
    nonce: bytes.slice(7, HEADER_BYTES),
    ciphertext: bytes.slice(HEADER_BYTES),
  };
}

/**
 * What the ciphertext is bound to: room, sender, receiver and sequence. Each part has a fixed length or alphabet (S3).
 */
export function envelopeContext(roomId: string, from: PeerId, to: PeerId, sequence: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`beamline/1 envelope ${roomId} ${from} ${to} ${sequence}`);
}
