/**
 * Seals messages between peers of a room, so that the server can drop them but cannot read, change, repeat or redirect
 * them: AES-GCM under the signaling key, bound to room, sender, receiver and sequence (SPEC.md, section S).
 */
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import { decodeEnvelope, encodeEnvelope, envelopeContext, NONCE_BYTES } from '../protocol/envelope.ts';
import { parsePeerMessage, type PeerMessage } from '../protocol/messages/peer-message.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';

/** For how many peers the last sequence is remembered. Only holders of the link can make an entry. */
const MAX_REMEMBERED = 4096;

export class Sealer {
  private readonly lastSent = new Map<PeerId, number>();
  private readonly lastOpened = new Map<PeerId, number>();

  private readonly key: CryptoKey;
  private readonly roomId: string;
  private readonly self: PeerId;

  constructor(key: CryptoKey, roomId: string, self: PeerId) {
    this.key = key;
    this.roomId = roomId;
    this.self = self;
  }

  /** base64url envelope. Envelopes must be sent in the order in which they were sealed. */
  async seal(to: PeerId, message: PeerMessage): Promise<string> {
    const sequence = (this.lastSent.get(to) ?? 0) + 1;
    this.lastSent.set(to, sequence);
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const additionalData = envelopeContext(this.roomId, this.self, to, sequence);
    const plain = new TextEncoder().encode(JSON.stringify(message));
    const ciphertext = new Uint8Array(
      await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, this.key, plain),
    );
    return toBase64url(encodeEnvelope({ sequence, nonce, ciphertext }));
  }

  /**
   * The message, or undefined when it is forged, replayed, out of order, for somebody else, or breaks a rule.
   * Must not run twice at once.
   */
  async open(from: PeerId, payload: string): Promise<PeerMessage | undefined> {
    const bytes = fromBase64url(payload);
    const envelope = bytes && decodeEnvelope(bytes);
    if (envelope === undefined || envelope.sequence <= (this.lastOpened.get(from) ?? 0)) return undefined;
    const additionalData = envelopeContext(this.roomId, from, this.self, envelope.sequence);
    let plain: ArrayBuffer;
    try {
      plain = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: envelope.nonce, additionalData },
        this.key,
        envelope.ciphertext,
      );
    } catch {
      return undefined;
    }
    this.remember(from, envelope.sequence);
    return parsePeerMessage(new TextDecoder().decode(plain));
  }

  private remember(from: PeerId, sequence: number): void {
    // Moves it to the end, so that the peer that was silent for longest is forgotten first.
    this.lastOpened.delete(from);
    this.lastOpened.set(from, sequence);
    if (this.lastOpened.size <= MAX_REMEMBERED) return;
    for (const oldest of this.lastOpened.keys()) {
      this.lastOpened.delete(oldest);
      break;
    }
  }
}
