/** What a sender offers: the signed manifest, and blocks that are read and signed when they are first asked for. */
import { BLOCK_BYTES, MAX_FILES, MAX_PREVIEW_CHARS, MAX_SHARE_BYTES } from '../protocol/limits.ts';
import { toBase64url } from '../protocol/base64url.ts';
import type { SenderMessage } from '../protocol/control-message.ts';
import { BeamError } from '../protocol/errors.ts';
import { blockCount, encodeManifestPages, type ManifestHead } from '../protocol/manifest.ts';
import type { Preview } from '../protocol/peer-message.ts';
import type { ShareSigner } from '../share/share-key.ts';
import type { Source } from '../storage/source.ts';
import { Packability } from '../transfer/packability.ts';
import type { SignedBlock } from '../transfer/send-machine.ts';

/** Blocks read and signed together: a slice of a file costs the browser more than the bytes in it. */
const STRETCH_BLOCKS = 4;

/** Stretches kept for the other lanes and receivers at about the same place: three at once read and sign each block once. */
const MAX_KEPT = 6;

/** The first block is a stretch of its own: somebody waits for it alone. */
const endOf = (stretch: number): number => stretch * STRETCH_BLOCKS + 1;
const startOf = (stretch: number): number => (stretch === 0 ? 0 : endOf(stretch - 1));

export class OfferedShare {
  /** Of this stream, for all who take it. */
  readonly packability = new Packability();
  /** Promises, so that two receivers that ask at once share one read. Oldest first. */
  private readonly kept = new Map<number, Promise<readonly SignedBlock[]>>();

  private constructor(
    private readonly source: Source,
    private readonly signer: ShareSigner,
    readonly pages: readonly string[],
    readonly head: ManifestHead,
    /** First message to every receiver. */
    readonly manifest: Extract<SenderMessage, { type: 'manifest' }>,
  ) {}

  /**
   * @param pages of the manifest, as they were signed before if they were: receivers know them by their hash
   * @throws BeamError `source-large`
   */
  static async create(source: Source, signer: ShareSigner, pages: readonly string[] = encodeManifestPages(source.files)): Promise<OfferedShare> {
    const { files, bytes } = source;
    if (files.length > MAX_FILES || bytes > MAX_SHARE_BYTES) throw new BeamError('source-large');
    const text = new TextEncoder().encode(pages.join(''));
    const sha256 = toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
    const head: ManifestHead = { files: files.length, bytes, pages: pages.length, pageBytes: text.length, sha256 };
    const signature = await signer.signManifest(head);
    return new OfferedShare(source, signer, pages, head, { type: 'manifest', head, key: signer.publicKey, signature });
  }

  /** Of a short list; undefined of a long one. */
  get preview(): Preview | undefined {
    const { head, key, signature } = this.manifest;
    const [page, ...others] = this.pages;
    return page === undefined || others.length > 0 || page.length > MAX_PREVIEW_CHARS ? undefined : { head, key, signature, page };
  }

  /** Reads one stretch ahead: the disk works while the network does. @throws BeamError `source-changed` */
  async block(block: number): Promise<SignedBlock> {
    const number = Math.ceil(block / STRETCH_BLOCKS);
    const stretch = this.stretch(number);
    const isLast = endOf(number) >= blockCount(this.head.bytes);
    if (!isLast) void this.stretch(number + 1).catch(() => {}); // told when it is asked for
    return (await stretch)[block - startOf(number)]!;
  }

  private stretch(number: number): Promise<readonly SignedBlock[]> {
    const kept = this.kept.get(number);
    if (kept !== undefined) return kept;
    const reading = this.read(startOf(number), endOf(number));
    this.kept.set(number, reading);
    reading.catch(() => this.kept.delete(number)); // may be readable again later
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) break;
      this.kept.delete(oldest);
    }
    return reading;
  }

  private async read(first: number, end: number): Promise<readonly SignedBlock[]> {
    const start = first * BLOCK_BYTES;
    const bytes = await this.source.read(start, Math.min(end * BLOCK_BYTES, this.head.bytes) - start);
    const blocks = Array.from({ length: Math.ceil(bytes.length / BLOCK_BYTES) }, (_, index) => bytes.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES));
    return Promise.all(blocks.map(async (block, index) => ({ bytes: block, proof: await this.signer.signBlock(first + index, block) })));
  }
}
