/**
 * The key schedule: every key and name that follows from a secret comes by HKDF-SHA-256 (RFC 5869), with one purpose
 * each and no salt, so that none of them tells anything of another (SPEC.md, Keys).
 */

/** What a secret is good for. */
export type Purpose = 'room' | 'signaling' | 'password salt' | 'signaling password';

/** HKDF's "info" is `beamline/1 <purpose>`. */
const hkdf = (purpose: Purpose): HkdfParams => ({
  name: 'HKDF',
  hash: 'SHA-256',
  salt: new Uint8Array(),
  info: new TextEncoder().encode(`beamline/1 ${purpose}`),
});

/** Secrets and public names, 16 bytes each. */
const DERIVED_BITS = 128;

export class KeySchedule {
  private readonly material: CryptoKey;

  private constructor(material: CryptoKey) {
    this.material = material;
  }

  static async of(secret: Uint8Array<ArrayBuffer>): Promise<KeySchedule> {
    return new KeySchedule(await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits', 'deriveKey']));
  }

  /** 16 bytes. */
  async bytes(purpose: Purpose): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await crypto.subtle.deriveBits(hkdf(purpose), this.material, DERIVED_BITS));
  }

  /** An AES-256-GCM key that is not extractable. */
  async sealingKey(purpose: Purpose): Promise<CryptoKey> {
    const aes = { name: 'AES-GCM', length: 256 };
    return crypto.subtle.deriveKey(hkdf(purpose), this.material, aes, false, ['encrypt', 'decrypt']);
  }
}
