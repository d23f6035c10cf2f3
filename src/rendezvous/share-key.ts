/**
 * Ed25519 keys (RFC 8032). Each share has one: who offers it signs with it, and receivers check against it. A room has
 * one too, the founding key, which the link names.
 */
import { toBase64url, fromBase64url } from '../protocol/base64url.ts';
import { BeamError } from '../protocol/errors.ts';
import {
  blockStatement,
  hostShareStatement,
  manifestStatement,
  type HostMark,
  type ManifestHead,
} from '../protocol/manifest.ts';
import type { BlockSignature } from '../protocol/frame.ts';
import { hostStatement, type HostProof } from '../protocol/messages/introduction.ts';
import { passingOnStatement, type PassingOn } from '../protocol/passing-on.ts';
import { refusalStatement, type Refusal, type RefusalCode } from '../protocol/messages/refusal.ts';
import { withdrawalStatement, type FileRange, type Withdrawal } from '../protocol/withdrawal.ts';
import { shareIdOf, tokenOf, type Token } from './token.ts';

const ED25519 = { name: 'Ed25519' };
const PUBLIC_KEY_BYTES = 32;

/** The public half, which checks signatures. */
export class ShareVerifier {
  private readonly key: CryptoKey;
  /** SHA-256 of the public key, 32 bytes. */
  readonly shareId: Uint8Array<ArrayBuffer>;

  private constructor(key: CryptoKey, shareId: Uint8Array<ArrayBuffer>) {
    this.key = key;
    this.shareId = shareId;
  }

  /**
   * Of the founding key. @param publicKey 32 bytes as base64url, as a peer announced it
   * @throws BeamError `manifest-forged` when it is not the key that the link names
   */
  static async ofFounder(publicKey: string, token: Token): Promise<ShareVerifier> {
    const verifier = await ShareVerifier.fromPublicKey(publicKey);
    if (tokenOf(verifier.shareId) !== token) throw new BeamError('manifest-forged');
    return verifier;
  }

  /**
   * @param publicKey 32 bytes as base64url, as a peer announced it
   * @throws BeamError `manifest-forged` when it is no key
   */
  static async fromPublicKey(publicKey: string): Promise<ShareVerifier> {
    const raw = fromBase64url(publicKey);
    if (raw?.length !== PUBLIC_KEY_BYTES) throw new BeamError('manifest-forged');
    const shareId = await shareIdOf(raw);
    try {
      return new ShareVerifier(await crypto.subtle.importKey('raw', raw, ED25519, false, ['verify']), shareId);
    } catch (cause) {
      throw new BeamError('manifest-forged', { cause });
    }
  }

  async hasSignedManifest(head: ManifestHead, signature: string): Promise<boolean> {
    return this.hasSigned(manifestStatement(this.shareId, head), signature);
  }

  async hasSignedRefusal({ code, signature }: Refusal): Promise<boolean> {
    return this.hasSigned(refusalStatement(this.shareId, code), signature);
  }

  /** Asked of a founding key: it says that the share is the host's, whoever passes it on. */
  async hasSignedShare(shareId: Uint8Array, { signature }: HostMark): Promise<boolean> {
    return this.hasSigned(hostShareStatement(this.shareId, shareId), signature);
  }

  /** Of a share's key: others may pass it on. */
  async hasSignedPassingOn({ untilMs, signature }: PassingOn): Promise<boolean> {
    return this.hasSigned(passingOnStatement(this.shareId, untilMs), signature);
  }

  /** True when the one who is `peer` holds the key, for this link and no other. */
  async hasSignedHost(peer: string, link: string, { signature }: HostProof): Promise<boolean> {
    const bytes = fromBase64url(signature);
    return (
      bytes !== undefined && crypto.subtle.verify(ED25519, this.key, bytes, hostStatement(this.shareId, peer, link))
    );
  }

  async hasSignedWithdrawal({ ranges, signature }: Withdrawal): Promise<boolean> {
    return this.hasSigned(withdrawalStatement(this.shareId, ranges), signature);
  }

  /** True when `bytes` are what the share's key signed as the block that `blockSignature` names. */
  async hasSignedBlock(blockSignature: BlockSignature, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const [digest, isSigned] = await Promise.all([
      crypto.subtle.digest('SHA-256', bytes),
      crypto.subtle.verify(
        ED25519,
        this.key,
        blockSignature.signature,
        blockStatement(this.shareId, blockSignature.block, blockSignature.length, blockSignature.sha256),
      ),
    ]);
    const sha256 = new Uint8Array(digest);
    return (
      isSigned && bytes.length === blockSignature.length && sha256.every((byte, i) => byte === blockSignature.sha256[i])
    );
  }

  /** @param signature as base64url */
  private async hasSigned(statement: Uint8Array<ArrayBuffer>, signature: string): Promise<boolean> {
    const bytes = fromBase64url(signature);
    return bytes !== undefined && crypto.subtle.verify(ED25519, this.key, bytes, statement);
  }
}

/** The private half, which signs. The private key never leaves WebCrypto. */
export class ShareSigner {
  /** The private key, not extractable. */
  readonly key: CryptoKey;
  /** base64url of the raw public key. */
  readonly publicKey: string;
  /** SHA-256 of the public key, 32 bytes. */
  readonly shareId: Uint8Array<ArrayBuffer>;

  private constructor(key: CryptoKey, publicKey: string, shareId: Uint8Array<ArrayBuffer>) {
    this.key = key;
    this.publicKey = publicKey;
    this.shareId = shareId;
  }

  /** @throws BeamError `browser-unsupported` without Ed25519 in WebCrypto */
  static async generate(): Promise<ShareSigner> {
    try {
      const pair = (await crypto.subtle.generateKey(ED25519, false, ['sign', 'verify'])) as CryptoKeyPair;
      const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
      return new ShareSigner(pair.privateKey, toBase64url(raw), await shareIdOf(raw));
    } catch (cause) {
      throw new BeamError('browser-unsupported', { cause, figures: { missing: 'WebCrypto (Ed25519)' } });
    }
  }

  /**
   * A key that was stored, with its public half as base64url.
   * @throws BeamError `storage-failed` when the public half is not base64url of 32 bytes: the record is damaged
   */
  static async fromKey(key: CryptoKey, publicKey: string): Promise<ShareSigner> {
    const raw = fromBase64url(publicKey);
    if (raw?.length !== PUBLIC_KEY_BYTES) throw new BeamError('storage-failed');
    return new ShareSigner(key, publicKey, await shareIdOf(raw));
  }

  get token(): Token {
    return tokenOf(this.shareId);
  }

  /** base64url signature over the head. */
  async signManifest(head: ManifestHead): Promise<string> {
    return toBase64url(await this.sign(manifestStatement(this.shareId, head)));
  }

  async signRefusal(code: RefusalCode): Promise<Refusal> {
    const signature = await this.sign(refusalStatement(this.shareId, code));
    return { code, key: this.publicKey, signature: toBase64url(signature) };
  }

  async signWithdrawal(ranges: readonly FileRange[]): Promise<Withdrawal> {
    return { ranges, signature: toBase64url(await this.sign(withdrawalStatement(this.shareId, ranges))) };
  }

  /** With a founding key. @param share of the host's */
  async signShare(share: ShareSigner): Promise<HostMark> {
    const signature = await this.sign(hostShareStatement(this.shareId, share.shareId));
    return { key: this.publicKey, signature: toBase64url(signature) };
  }

  /** With a share's key. @param untilMs Unix time */
  async signPassingOn(untilMs: number): Promise<PassingOn> {
    return { untilMs, signature: toBase64url(await this.sign(passingOnStatement(this.shareId, untilMs))) };
  }

  /** @param peer our own id @param link the one that it is said for */
  async signHost(peer: string, link: string): Promise<HostProof> {
    const signature = await crypto.subtle.sign(ED25519, this.key, hostStatement(this.shareId, peer, link));
    return { key: this.publicKey, signature: toBase64url(new Uint8Array(signature)) };
  }

  async signBlock(block: number, bytes: Uint8Array<ArrayBuffer>): Promise<BlockSignature> {
    return this.signDigest(block, bytes.length, new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  }

  /** @param sha256 of the block's bytes, 32 bytes */
  async signDigest(block: number, length: number, sha256: Uint8Array<ArrayBuffer>): Promise<BlockSignature> {
    const signature = await this.sign(blockStatement(this.shareId, block, length, sha256));
    return { block, length, sha256, signature };
  }

  private async sign(statement: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await crypto.subtle.sign(ED25519, this.key, statement));
  }
}
