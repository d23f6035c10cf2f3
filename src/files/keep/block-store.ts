/**
 * Keeps received blocks: writes them into the vault, flushes in batches, and only then marks them in the ledger, with
 * their signatures. Reads them again for those that they are passed on to.
 */
import { BeamError } from '../../protocol/errors.ts';
import type { BlockSignature } from '../../protocol/frame.ts';
import { BLOCK_BYTES } from '../../protocol/limits.ts';
import { blockCount, blockLength } from '../../protocol/manifest.ts';
import type { Ledger, LedgerEntry } from '../../storage/records/ledger.ts';
import { BlobVault } from '../../storage/vault/blob-vault.ts';
import type { Vault, VaultStore } from '../../storage/vault/vault.ts';
import { filesIn, type FileRange } from '../../protocol/withdrawal.ts';
import { Bitmap } from '../../transfer/exchange/bitmap.ts';
import type { FileChoice } from '../../transfer/exchange/file-choice.ts';
import type { WithdrawnFiles } from '../../transfer/exchange/withdrawn-files.ts';
import { KeptSignatures } from './kept-signatures.ts';

/** Marked at least this often. */
const BATCH_BLOCKS = 32;
const BATCH_MS = 1000;

/**
 * Written and not marked at the most: a disk that flushes slowly holds up the writes behind it. With
 * MAX_OPEN_BLOCK_BYTES that are not even written it is what a crash costs: 64 MiB.
 */
const MAX_UNMARKED_BLOCKS = 48;

export type NewEntry = Omit<
  LedgerEntry,
  'createdMs' | 'savedMs' | 'chosen' | 'saved' | 'blocks' | 'signed' | 'withdrawn'
>;

export interface EarlierChoice {
  /** Files that were saved while others were left for later. */
  readonly saved: readonly FileRange[];
  /** Files that were on their way when it broke off; undefined for all, and for a share that has not begun. */
  readonly chosen: readonly FileRange[] | undefined;
}

export interface BlockStoreParts {
  readonly vaults: Pick<VaultStore, 'open' | 'remove'>;
  readonly ledger: Ledger;
  /** False where the vault keeps nothing that could be served. */
  readonly keepsSignatures?: boolean;
}

/** A block as it was read, and what is kept to check it against. */
export interface StoredBlock {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** undefined when it cannot be read any more. */
  readonly blockSignature: BlockSignature | undefined;
}

export class BlockStore {
  /** Written, not yet known to be durable. */
  private readonly written: Bitmap;
  /** Not written, and nobody needs it. */
  private readonly skipped: Bitmap;
  private readonly signatures: KeptSignatures;
  private withdrawn: WithdrawnFiles | undefined;
  /** Blocks that were written, and are not on disk as they were. */
  private readonly lost = new Set<number>();
  private isClosed = false;
  /** All of it, when it is finished: it is still read from. */
  private finished: BlobVault | undefined;
  /** A block may be served from now on. */
  onServable: (block: number) => void = () => {};
  private doneBytes = 0;
  private unflushed = 0;
  /** Of the flush that is under way. */
  private flushingBlocks = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private flushing: Promise<void> | undefined;
  /** A flush has failed: another one could only take as long. */
  private isBroken = false;

  /**
   * The vault, once the ledger has its entry: before the first byte, or a vault that nobody knows of would never be
   * cleared.
   */
  private readonly entered: Promise<Vault>;

  private readonly parts: BlockStoreParts;
  private readonly opening: Promise<Vault>;
  private entry: LedgerEntry;
  private readonly onError: (thrown: unknown) => void;
  private readonly choice: FileChoice | undefined;

  private constructor(
    parts: BlockStoreParts,
    opening: Promise<Vault>,
    entry: LedgerEntry,
    onError: (thrown: unknown) => void,
    choice: FileChoice | undefined,
    isEntered = false,
  ) {
    this.parts = parts;
    this.opening = opening;
    this.entry = entry;
    this.onError = onError;
    this.choice = choice;
    this.written = new Bitmap(blockCount(entry.bytes), entry.blocks);
    this.skipped = new Bitmap(this.written.size);
    this.signatures = new KeptSignatures(this.written.size, entry.signed);
    for (let block = 0; block < this.written.size; block += 1) if (this.written.has(block)) this.countIn(block);
    this.entered = opening.then(async (vault) => {
      if (!isEntered) await parts.ledger.put(entry);
      return vault;
    });
    this.entered.catch(onError);
  }

  /**
   * Opens what is kept of the share, or begins anew: what is missing is known before the vault is open, and can be
   * asked for.
   * @param onError the vault cannot be opened, or a batch could not be made durable, between two writes
   * @param withdrawn files that are not to be had @param choice those that are wanted; undefined for all
   */
  static async open(
    parts: BlockStoreParts,
    share: NewEntry,
    nowMs: number,
    onError: (thrown: unknown) => void,
    withdrawn?: WithdrawnFiles,
    choice?: FileChoice,
  ): Promise<BlockStore> {
    const opening = parts.vaults.open(share.id);
    opening.catch(() => {}); // told where it is waited for
    const known = await knownTo(parts.ledger, share, opening).catch((thrown: unknown) => {
      opening.then((vault) => vault.close()).catch(() => {}); // or its lock would stay
      throw thrown;
    });
    const blocks = known === undefined ? new Bitmap(blockCount(share.bytes)).toBytes() : wholeBlocks(known, withdrawn);
    // Of marks that do not count any more, signatures do not count either.
    const signed = known?.signed?.map((bits, index) => bits & (blocks[index] ?? 0));
    const entry: LedgerEntry = {
      ...share,
      createdMs: known?.createdMs ?? nowMs,
      savedMs: undefined,
      ...(known?.saved === undefined ? {} : { saved: known.saved }),
      ...(choice === undefined || choice.isAll ? {} : { chosen: choice.ranges }),
      blocks,
      ...(signed && { signed }),
    };
    const blockStore = new BlockStore(parts, opening, entry, onError, choice);
    if (withdrawn !== undefined) blockStore.leaveOut(withdrawn);
    return blockStore;
  }

  /**
   * Opens what is kept of a share, to serve it: the ledger stays as it is. undefined where nothing is kept, or its bytes
   * are gone. Rejects as `VaultStore.open` does: also while another tab has it open.
   */
  static async reopen(
    parts: BlockStoreParts,
    share: Pick<NewEntry, 'id' | 'manifestSha256' | 'bytes'>,
  ): Promise<BlockStore | undefined> {
    const entry = await parts.ledger.get(share.id);
    if (entry === undefined || !isOf(entry, share.manifestSha256, share.bytes)) return undefined;
    const opening = parts.vaults.open(share.id);
    const vault = await opening;
    const isWhole = await covers(opening, entry).catch((thrown: unknown) => {
      vault.close().catch(() => {}); // or its lock would stay
      throw thrown;
    });
    if (isWhole) return new BlockStore(parts, opening, entry, () => {}, undefined, true);
    await vault.close();
    return undefined;
  }

  /** What was chosen of just this share on an earlier visit. */
  static async choiceOf(ledger: Ledger, id: string, { sha256, bytes }: ShareFacts): Promise<EarlierChoice> {
    const known = await ledger.get(id);
    if (known === undefined || !isOf(known, sha256, bytes)) return { saved: [], chosen: undefined };
    return { saved: known.saved ?? [], chosen: known.chosen };
  }

  /** By the ledger's marks alone: nothing is opened. */
  static async bytesStored(ledger: Ledger, id: string, { sha256, bytes }: ShareFacts): Promise<number> {
    const known = await ledger.get(id);
    return known !== undefined && isOf(known, sha256, bytes)
      ? bytesIn(new Bitmap(blockCount(bytes), known.blocks), bytes)
      : 0;
  }

  /** A set of its own: the blocks that need not be asked for. */
  doneBlocks(): Bitmap {
    const done = new Bitmap(this.written.size, this.written.toBytes());
    for (let block = 0; block < done.size; block += 1) if (this.skipped.has(block)) done.add(block);
    return done;
  }

  /** Of the files that are wanted. What nobody needs any more of them counts. */
  get bytesDone(): number {
    return this.doneBytes;
  }

  /** Marks from now on are of blocks in which zeros may stand for these files. */
  leaveOut(withdrawn: WithdrawnFiles): void {
    this.withdrawn = withdrawn;
    if (withdrawn.count > 0) this.entry = { ...this.entry, withdrawn: withdrawn.ranges };
    for (const block of this.choice?.spared(withdrawn) ?? withdrawn.coveredBlocks) {
      if (this.written.has(block) || this.skipped.has(block)) continue;
      this.skipped.add(block);
      this.countIn(block);
    }
  }

  /**
   * Resolves when it is written: the receiver may ask for more. With the buffer, if it may be used again.
   * @param blockSignature kept with its mark; without it the block is not served
   */
  async write(
    block: number,
    bytes: Uint8Array<ArrayBuffer>,
    blockSignature?: BlockSignature,
  ): Promise<ArrayBuffer | undefined> {
    const vault = await this.entered;
    const buffer = await vault.write(block * BLOCK_BYTES, bytes);
    if (!this.written.has(block) && !this.skipped.delete(block)) this.countIn(block);
    this.written.add(block);
    this.lost.delete(block);
    this.sign(block, blockSignature);
    if (this.signatures.has(block)) this.onServable(block);
    this.unflushed += 1;
    if (this.unflushed >= BATCH_BLOCKS) this.flushSoon();
    else this.timer ??= setTimeout(() => this.flushSoon(), BATCH_MS);
    while (this.unflushed + this.flushingBlocks >= MAX_UNMARKED_BLOCKS && this.flushing !== undefined)
      await this.flushing;
    return buffer;
  }

  /** Bytes of the whole share. */
  get bytes(): number {
    return this.entry.bytes;
  }

  /** It is written, its signature is here, and it can be read. */
  canServe(block: number): boolean {
    return (!this.isClosed || this.finished !== undefined) && this.signatures.has(block);
  }

  /** A set of its own. */
  get servable(): Bitmap {
    return this.isClosed && this.finished === undefined ? new Bitmap(this.written.size) : this.signatures.blocks;
  }

  /** A block that can be served, not checked. */
  async read(block: number): Promise<StoredBlock> {
    const length = blockLength(this.entry.bytes, block);
    const [bytes, kept] = await Promise.all([
      this.bytesAt(block * BLOCK_BYTES, length),
      this.signatures.fresh(block) ?? this.parts.ledger.signature(this.entry.id, block),
    ]);
    return { bytes, blockSignature: kept && { ...kept, length } };
  }

  /** It is not what was verified: it is fetched again the next time. Resolves when its mark is gone. */
  async gotDamaged(block: number): Promise<void> {
    if (this.written.has(block)) this.doneBytes -= this.bytesOf(block);
    this.written.delete(block);
    this.signatures.delete(block);
    this.lost.add(block);
    await this.flush();
  }

  /** Resolves when everything written is durable and marked. */
  async flush(): Promise<void> {
    while (this.flushing !== undefined) await this.flushing;
    this.flushing = this.flushOnce()
      .catch((thrown: unknown) => {
        this.isBroken = true;
        throw thrown;
      })
      .finally(() => {
        this.flushing = undefined;
      });
    await this.flushing;
  }

  /** Everything is here: gives up the vault's lock. The bytes stay until they are removed. */
  async finish(): Promise<Blob> {
    await this.flush();
    if (this.lost.size > 0) throw new BeamError('storage-lost', { cause: 'blocks are damaged' });
    this.isClosed = true;
    const vault = await this.entered;
    const file = await vault.file();
    await vault.close();
    // Cleared behind our back, it would be saved as a file with a hole in its end.
    if (file.size < endOf(this.written, this.entry.bytes))
      throw new BeamError('storage-lost', { cause: `the vault has ${file.size} bytes` });
    this.finished = new BlobVault(file);
    return file;
  }

  /** @param saved the files that are, where others are left for later; undefined when there is nothing more to take */
  async markSaved(savedMs: number, saved?: readonly FileRange[]): Promise<void> {
    const { saved: _saved, chosen: _chosen, ...entry } = this.entry;
    this.entry = { ...entry, savedMs, ...(saved === undefined ? {} : { saved }) };
    await this.parts.ledger.put(this.entry);
  }

  /** Stops without losing what is there. */
  async close(): Promise<void> {
    this.isClosed = true;
    try {
      if (!this.isBroken) await this.flush();
    } finally {
      await (await this.opening).close();
    }
  }

  /** Throws away what is kept. */
  async discard(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.flushing?.catch(() => {});
    await this.entered.catch(() => {});
    try {
      await this.parts.ledger.remove(this.entry.id); // first: marks without bytes must not be
    } finally {
      await (await this.opening).close();
    }
    await this.parts.vaults.remove(this.entry.id);
  }

  private async bytesAt(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return (this.finished ?? (await this.entered)).read(offset, length);
  }

  /** Zeros in place of a withdrawn file are passed on behind the signed withdrawal alone (W4), which is not kept. */
  private sign(block: number, blockSignature: BlockSignature | undefined): void {
    const { keepsSignatures = true } = this.parts;
    if (blockSignature === undefined || !keepsSignatures || this.withdrawn?.touches(block) === true)
      this.signatures.delete(block);
    else this.signatures.add(blockSignature);
  }

  /** Written, or not needed any more. */
  private countIn(block: number): void {
    this.doneBytes += this.bytesOf(block);
  }

  /** Of the files that are wanted. */
  private bytesOf(block: number): number {
    return this.choice?.bytesIn(block) ?? blockLength(this.entry.bytes, block);
  }

  private flushSoon(): void {
    if (this.flushing === undefined) this.flush().catch(this.onError);
  }

  private async flushOnce(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flushingBlocks = this.unflushed;
    this.unflushed = 0;
    const vault = await this.entered;
    const blocks = this.written.toBytes(); // now: what is written during the flush is not in it
    const { batch } = this.signatures;
    await vault.flush();
    this.entry = { ...this.entry, blocks, signed: this.signatures.signedWith(batch) };
    await this.parts.ledger.put(this.entry, batch);
    this.signatures.gotKept(batch);
    this.flushingBlocks = 0;
    this.isBroken = false;
  }
}

/** Of a manifest. */
interface ShareFacts {
  readonly sha256: string;
  readonly bytes: number;
}

const isOf = (entry: LedgerEntry, manifestSha256: string, bytes: number): boolean =>
  entry.manifestSha256 === manifestSha256 && entry.bytes === bytes;

/** @param bytes of the whole share: its last block may be short */
function bytesIn(blocks: Bitmap, bytes: number): number {
  if (blocks.count === 0) return 0;
  const last = blocks.size - 1;
  return blocks.count * BLOCK_BYTES - (blocks.has(last) ? BLOCK_BYTES - blockLength(bytes, last) : 0);
}

/** Without the blocks in which zeros may stand for a file that is to be had again. */
function wholeBlocks(
  { bytes, blocks, withdrawn: earlier = [] }: LedgerEntry,
  withdrawn?: WithdrawnFiles,
): Uint8Array<ArrayBuffer> {
  const whole = new Bitmap(blockCount(bytes), blocks);
  for (const file of filesIn(earlier)) {
    if (withdrawn === undefined || withdrawn.has(file)) continue;
    const { first, end } = withdrawn.layout.blocksOf(file);
    for (let block = first; block < end; block += 1) whole.delete(block);
  }
  return whole.toBytes();
}

/** What is kept of just this share, and still there. */
async function knownTo(
  ledger: Ledger,
  { id, manifestSha256, bytes }: NewEntry,
  opening: Promise<Vault>,
): Promise<LedgerEntry | undefined> {
  const known = await ledger.get(id);
  return known !== undefined && isOf(known, manifestSha256, bytes) && (await covers(opening, known))
    ? known
    : undefined;
}

/** False when the vault is shorter than the ledger's marks say: somebody cleared it. */
async function covers(opening: Promise<Vault>, { bytes, blocks }: LedgerEntry): Promise<boolean> {
  const end = endOf(new Bitmap(blockCount(bytes), blocks), bytes);
  return end === 0 || (await (await opening).file()).size >= end;
}

/** Where the last of the blocks ends, in a share of `bytes`; 0 without any. */
function endOf(blocks: Bitmap, bytes: number): number {
  for (let block = blocks.size - 1; block >= 0; block--)
    if (blocks.has(block)) return block * BLOCK_BYTES + blockLength(bytes, block);
  return 0;
}
