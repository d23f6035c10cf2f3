/** What a sender offers: the signed manifest, and blocks that are read and signed when they are first asked for. */
import { BLOCK_BYTES, MAX_FILES, MAX_SHARE_BYTES } from '../protocol/limits.ts';
import { toBase64url } from '../protocol/base64url.ts';
import type { SenderMessage } from '../protocol/control-message.ts';
import { BeamError } from '../protocol/errors.ts';
import { blockLength, encodeManifestPages, type ManifestHead } from '../protocol/manifest.ts';
import type { ShareSigner } from '../share/share-key.ts';
import type { Source } from '../storage/source.ts';
import type { SignedBlock } from '../transfer/send-machine.ts';

/** Blocks kept for the next receiver at about the same place: three at once read and sign each block once. */
const MAX_KEPT = 8;

/** Blocks read at once: a slice of a file costs the browser more than the bytes in it. */
const READ_BLOCKS = 4;

export class OfferedShare {
  /** Promises, so that two receivers that ask at once share one read. Oldest first. */
  private readonly kept = new Map<number, Promise<SignedBlock>>();
  /** What was read last. */
  private stretch: { readonly first: number; readonly bytes: Promise<Uint8Array<ArrayBuffer>> } | undefined;

  private constructor(
    private readonly source: Source,
    private readonly signer: ShareSigner,
    readonly pages: readonly string[],
    readonly head: ManifestHead,
    /** First message to every receiver. */
    readonly manifest: Extract<SenderMessage, { type: 'manifest' }>,
  ) {}

  /** @throws BeamError `source-large` */
  static async create(source: Source, signer: ShareSigner): Promise<OfferedShare> {
    const { files, bytes } = source;
    if (files.length > MAX_FILES || bytes > MAX_SHARE_BYTES) throw new BeamError('source-large');
    const pages = encodeManifestPages(files);
    const text = new TextEncoder().encode(pages.join(''));
    const sha256 = toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
    const head: ManifestHead = { files: files.length, bytes, pages: pages.length, pageBytes: text.length, sha256 };
    const signature = await signer.signManifest(head);
    return new OfferedShare(source, signer, pages, head, { type: 'manifest', head, key: signer.publicKey, signature });
  }

  /** @throws BeamError `source-changed` */
  block(block: number): Promise<SignedBlock> {
    const kept = this.kept.get(block);
    if (kept !== undefined) return kept;
    const reading = this.read(block);
    this.kept.set(block, reading);
    reading.catch(() => this.kept.delete(block)); // may be readable again later
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) break;
      this.kept.delete(oldest);
    }
    return reading;
  }

  private async read(block: number): Promise<SignedBlock> {
    const first = block - (block % READ_BLOCKS);
    if (this.stretch?.first !== first) {
      const start = first * BLOCK_BYTES;
      this.stretch = { first, bytes: this.source.read(start, Math.min(READ_BLOCKS * BLOCK_BYTES, this.head.bytes - start)) };
      this.stretch.bytes.catch(() => (this.stretch = undefined));
    }
    const stretch = await this.stretch.bytes;
    const at = (block - first) * BLOCK_BYTES;
    const bytes = stretch.subarray(at, at + blockLength(this.head.bytes, block));
    return { bytes, proof: await this.signer.signBlock(block, bytes) };
  }
}
