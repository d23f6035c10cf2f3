/** A share as its sender serves it: the signed manifest, and blocks that are read and signed at the first request. */
import {
  BLOCK_BYTES,
  MAX_FILES,
  MAX_PASSED_ON_BLOCKS,
  MAX_PREVIEW_CHARS,
  MAX_SHARE_BYTES,
  MAX_WITHDRAWN_RANGES,
} from '../../protocol/limits.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { ManifestMessage } from '../../protocol/messages/control-message.ts';
import { BeamError } from '../../protocol/errors.ts';
import { blockCount, encodeManifestPages, type ManifestHead } from '../../protocol/manifest.ts';
import type { Preview } from '../../protocol/messages/peer-message.ts';
import type { PassingOn } from '../../protocol/passing-on.ts';
import { StreamLayout } from '../../protocol/stream-layout.ts';
import { rangesOf, type Withdrawal } from '../../protocol/withdrawal.ts';
import type { ShareSigner } from '../../rendezvous/share-key.ts';
import type { Source } from '../../storage/source/source.ts';
import { Compressibility } from '../../transfer/flow/compressibility.ts';
import type { SignedBlock } from '../../transfer/exchange/send-machine.ts';
import { WithdrawnFiles } from '../../transfer/exchange/withdrawn-files.ts';
import type { OfferedBlocks } from './held-share.ts';
import { PartDigests, type DigestStore } from './part-digests.ts';
import { isAsSigned } from './source-check.ts';

/** Blocks read and signed together: a slice of a file costs the browser more than the bytes in it. */
const STRETCH_BLOCKS = 4;

/**
 * Stretches kept for the other lanes and receivers at about the same place: three at once read and sign each block
 * once.
 */
const MAX_CACHED = 6;

/** The first block is a stretch of its own: somebody waits for it alone. */
const endOf = (stretch: number): number => stretch * STRETCH_BLOCKS + 1;
const startOf = (stretch: number): number => (stretch === 0 ? 0 : endOf(stretch - 1));

export interface ServedShareParts {
  /** Of the manifest, as they were signed before if they were: receivers know them by their hash. */
  readonly pages?: readonly string[];
  /** The room's founding key, where this person is its host. */
  readonly founder?: ShareSigner | undefined;
  /** Of what was signed on an earlier visit, and where it is kept. */
  readonly digests?: DigestStore;
  /** Files were found that are not to be had any more. */
  readonly onWithdrawn?: () => void;
  /** A file is about to be read once more: see `isChecking`. */
  readonly onChecking?: () => void;
}

export class ServedShare implements OfferedBlocks {
  readonly compressibility = new Compressibility();
  readonly withdrawn: WithdrawnFiles;
  /** Promises, so that two receivers that ask at once share one read. Oldest first. */
  private readonly kept = new Map<number, Promise<readonly SignedBlock[]>>();
  /** Files that were held against their digests from end to end, or are being so. */
  private readonly verified = new Map<number, Promise<boolean>>();
  private signing: Promise<Withdrawal | undefined> = Promise.resolve(undefined);
  private withdrawal: Withdrawal | undefined;
  private passOn: PassingOn | undefined;
  /** Files that are read once more at the moment. */
  private checks = 0;

  readonly source: Source;
  private readonly signer: ShareSigner;
  readonly pages: readonly string[];
  /** As it was first; see `announcement`. */
  readonly manifest: ManifestMessage;
  private readonly layout: StreamLayout;
  private readonly digests: PartDigests;
  private readonly events: Pick<ServedShareParts, 'onWithdrawn' | 'onChecking'>;

  private constructor(
    source: Source,
    signer: ShareSigner,
    pages: readonly string[],
    manifest: ManifestMessage,
    layout: StreamLayout,
    digests: PartDigests,
    events: Pick<ServedShareParts, 'onWithdrawn' | 'onChecking'>,
  ) {
    this.source = source;
    this.signer = signer;
    this.pages = pages;
    this.manifest = manifest;
    this.layout = layout;
    this.digests = digests;
    this.events = events;
    this.withdrawn = new WithdrawnFiles(layout);
  }

  /** @throws BeamError `source-large`; `source-changed` where no file is left */
  static async create(source: Source, signer: ShareSigner, parts: ServedShareParts = {}): Promise<ServedShare> {
    const { pages = encodeManifestPages(source.files), digests, founder } = parts;
    const { files, bytes } = source;
    if (files.length > MAX_FILES || bytes > MAX_SHARE_BYTES) throw new BeamError('source-large');
    const text = new TextEncoder().encode(pages.join(''));
    const sha256 = toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
    const head: ManifestHead = { files: files.length, bytes, pages: pages.length, pageBytes: text.length, sha256 };
    const manifest: ManifestMessage = {
      type: 'manifest',
      head,
      key: signer.publicKey,
      signature: await signer.signManifest(head),
      ...(founder && { host: await founder.signShare(signer) }),
    };
    const layout = new StreamLayout(files.map(({ size }) => size));
    const share = new ServedShare(
      source,
      signer,
      pages,
      manifest,
      layout,
      await PartDigests.open(layout, digests),
      parts,
    );
    if (source.missing.length > 0) await share.withdraw(source.missing);
    return share;
  }

  get head(): ManifestHead {
    return this.manifest.head;
  }

  get bytes(): number {
    return this.head.bytes;
  }

  /** All of it is: for files that are not to be had any more there are zeros, and a withdrawal. */
  has(block: number): boolean {
    return block >= 0 && block < blockCount(this.bytes);
  }

  /** First message to every receiver. */
  get announcement(): ManifestMessage {
    const { manifest, withdrawal, passOn } = this;
    return { ...manifest, ...(withdrawal && { withdrawal }), ...(passOn && { passOn }) };
  }

  /** From the next announcement on others may pass it on until then (Unix time), or not at all. */
  async letPassOn(untilMs: number | undefined): Promise<void> {
    const isSmall = blockCount(this.bytes) <= MAX_PASSED_ON_BLOCKS;
    this.passOn = untilMs !== undefined && isSmall ? await this.signer.signPassingOn(untilMs) : undefined;
  }

  /** Of a short list of the host's; undefined of a long one. */
  get preview(): Preview | undefined {
    const { head, key, signature, host } = this.manifest;
    const [page, ...others] = this.pages;
    return page === undefined || host === undefined || others.length > 0 || page.length > MAX_PREVIEW_CHARS
      ? undefined
      : { head, key, signature, host, page };
  }

  /** Blocks wait until a file was read once more. */
  get isChecking(): boolean {
    return this.checks > 0;
  }

  /** The page goes. */
  close(): void {
    this.digests.close();
  }

  /**
   * Reads one stretch ahead: the disk works while the network does. @throws BeamError `source-changed` where no file is
   * left
   */
  async block(block: number): Promise<SignedBlock> {
    if (!this.has(block)) throw new BeamError('internal', { cause: 'no such block' });
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
      if (this.kept.size <= MAX_CACHED) break;
      this.kept.delete(oldest);
    }
    return reading;
  }

  /**
   * Until what is read is what was listed, and what was signed before: files that are not are withdrawn, and it is read
   * without them.
   */
  private async read(first: number, end: number): Promise<readonly SignedBlock[]> {
    const start = first * BLOCK_BYTES;
    const length = Math.min(end * BLOCK_BYTES, this.head.bytes) - start;
    for (;;) {
      const { count } = this.withdrawn;
      const read = await this.source.read(start, length, (file) => this.withdrawn.has(file));
      const blocks = read.type === 'bytes' ? await this.digest(first, read.bytes) : [];
      const bad =
        read.type === 'bytes'
          ? [...blocks.flatMap(({ changed }) => changed), ...(await this.unverified(start, length))]
          : read.files;
      if (bad.length > 0) await this.withdraw(bad);
      // Others may have withdrawn one of these files meanwhile.
      else if (count === this.withdrawn.count) return Promise.all(blocks.map((block) => this.sign(block)));
    }
  }

  private async sign({ block, bytes, sha256 }: DigestedBlock): Promise<SignedBlock> {
    const blockSignature = await this.signer.signDigest(block, bytes.length, sha256);
    return { bytes, blockSignature, withdrawal: this.withdrawn.touches(block) ? await this.signing : undefined };
  }

  /** Learns the digests of what was never signed, and compares the others. */
  private digest(first: number, bytes: Uint8Array<ArrayBuffer>): Promise<DigestedBlock[]> {
    const count = Math.ceil(bytes.length / BLOCK_BYTES);
    return Promise.all(
      Array.from({ length: count }, (_, index) =>
        this.digestBlock(first + index, bytes.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES)),
      ),
    );
  }

  private async digestBlock(block: number, bytes: Uint8Array<ArrayBuffer>): Promise<DigestedBlock> {
    const parts = this.layout.partsOf(block * BLOCK_BYTES, bytes.length);
    const sha256 = await sha256Of(bytes);
    const changed: number[] = [];
    let at = 0;
    const checks = parts.map(async ({ file, length }) => {
      const part = bytes.subarray(at, at + length);
      at += length;
      if (this.withdrawn.has(file)) return;
      const digest = parts.length === 1 ? sha256 : await sha256Of(part);
      if (!this.digests.check(file, block, digest)) changed.push(file);
    });
    await Promise.all(checks);
    return { block, bytes, sha256, changed };
  }

  /**
   * Files that are all signed with this stretch, and turn out not to be what was signed. The last of a file is not
   * given out before.
   */
  private async unverified(start: number, length: number): Promise<readonly number[]> {
    if (this.source.noticesChanges && !this.digests.hasEarlier) return [];
    const parts = this.layout.partsOf(start, length).filter(({ file }) => !this.withdrawn.has(file));
    const whole = parts.filter(
      (part) => part.length < this.layout.size(part.file) && this.digests.isComplete(part.file),
    );
    const results = await Promise.all(whole.map(async ({ file }) => ({ file, isGood: await this.verify(file) })));
    return results.filter(({ isGood }) => !isGood).map(({ file }) => file);
  }

  private verify(file: number): Promise<boolean> {
    const known = this.verified.get(file);
    if (known !== undefined) return known;
    this.checks += 1;
    const verifying = isAsSigned(this.source.whole(file), file, this.layout, this.digests).finally(
      () => (this.checks -= 1),
    );
    this.verified.set(file, verifying);
    this.events.onChecking?.();
    return verifying;
  }

  /** @throws BeamError `source-changed` when nothing would be left, or there are too many to name */
  private async withdraw(files: readonly number[]): Promise<void> {
    const all = new Set([...this.withdrawn.files, ...files]);
    const left = this.layout.sizes.some((size, file) => !all.has(file) && (size > 0 || this.layout.bytes === 0));
    const ranges = rangesOf(all);
    if (!left || ranges.length > MAX_WITHDRAWN_RANGES) {
      const path = this.source.files[files[0] ?? 0]?.path;
      throw new BeamError('source-changed', path === undefined ? {} : { figures: { path } });
    }
    if (this.withdrawn.add(files).length === 0) return; // two reads have found the same
    const signing = this.signer.signWithdrawal(ranges);
    this.signing = signing;
    const withdrawal = await signing;
    if (this.signing === signing) this.withdrawal = withdrawal; // else there is a longer one by now
    this.events.onWithdrawn?.();
  }
}

/** A block that was read. */
interface DigestedBlock {
  readonly block: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: Uint8Array<ArrayBuffer>;
  /** Files whose bytes in it are not what was signed before. */
  readonly changed: readonly number[];
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
