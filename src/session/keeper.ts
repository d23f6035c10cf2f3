/** Keeps received blocks: writes them into the vault, flushes in batches, and only then marks them in the ledger. */
import { BeamError } from '../protocol/errors.ts';
import { BLOCK_BYTES } from '../protocol/limits.ts';
import { blockCount, blockLength } from '../protocol/manifest.ts';
import type { Ledger, LedgerEntry } from '../storage/ledger.ts';
import type { Vault, VaultStore } from '../storage/vault.ts';
import { Bitmap } from '../transfer/bitmap.ts';

/** Marked at least this often. */
const BATCH_BLOCKS = 32;
const BATCH_MS = 1000;

/**
 * Written and not marked at the most: a disk that flushes slowly holds up the writes behind it. With MAX_OPEN_BLOCK_BYTES that are not
 * even written it is what a crash costs: 64 MiB.
 */
const MAX_UNMARKED_BLOCKS = 48;

export type NewEntry = Omit<LedgerEntry, 'createdMs' | 'savedMs' | 'blocks'>;

export interface KeeperParts {
  readonly vaults: Pick<VaultStore, 'open' | 'remove'>;
  readonly ledger: Ledger;
}

export class Keeper {
  /** Written, not yet known to be durable. */
  private readonly written: Bitmap;
  private unflushed = 0;
  /** Of the flush that is under way. */
  private flushingBlocks = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private flushing: Promise<void> | undefined;
  /** A flush has failed: another one could only take as long. */
  private isBroken = false;

  /** The vault, once the ledger has its entry: before the first byte, or a vault that nobody knows of would never be cleared. */
  private readonly entered: Promise<Vault>;

  private constructor(private readonly parts: KeeperParts, private readonly opening: Promise<Vault>, private entry: LedgerEntry, private readonly onError: (thrown: unknown) => void) {
    this.written = new Bitmap(blockCount(entry.bytes), entry.blocks);
    this.entered = opening.then(async (vault) => {
      await parts.ledger.put(entry);
      return vault;
    });
    this.entered.catch(onError);
  }

  /**
   * Opens what is kept of the share, or begins anew: what is missing is known before the vault is open, and can be asked for.
   * @param onError the vault cannot be opened, or a batch could not be made durable, between two writes
   */
  static async open(parts: KeeperParts, share: NewEntry, nowMs: number, onError: (thrown: unknown) => void): Promise<Keeper> {
    const opening = parts.vaults.open(share.id);
    opening.catch(() => {}); // told where it is waited for
    const known = await knownTo(parts.ledger, share, opening).catch((thrown: unknown) => {
      opening.then((vault) => vault.close()).catch(() => {}); // or its lock would stay
      throw thrown;
    });
    const blocks = known?.blocks ?? new Bitmap(blockCount(share.bytes)).toBytes();
    const entry: LedgerEntry = { ...share, createdMs: known?.createdMs ?? nowMs, savedMs: undefined, blocks };
    return new Keeper(parts, opening, entry, onError);
  }

  /** By the ledger's marks alone: nothing is opened. */
  static async bytesKept(ledger: Ledger, id: string, { sha256, bytes }: { readonly sha256: string; readonly bytes: number }): Promise<number> {
    const known = await ledger.get(id);
    return known !== undefined && isOf(known, sha256, bytes) ? bytesIn(new Bitmap(blockCount(bytes), known.blocks), bytes) : 0;
  }

  /** A set of its own: the blocks that need not be asked for. */
  doneBlocks(): Bitmap {
    return new Bitmap(this.written.size, this.written.toBytes());
  }

  get bytesDone(): number {
    return bytesIn(this.written, this.entry.bytes);
  }

  /** Resolves when it is written: the receiver may ask for more. With the buffer, if it may be used again. */
  async write(block: number, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer | undefined> {
    const vault = await this.entered;
    const buffer = await vault.write(block * BLOCK_BYTES, bytes);
    this.written.add(block);
    this.unflushed += 1;
    if (this.unflushed >= BATCH_BLOCKS) this.flushSoon();
    else this.timer ??= setTimeout(() => this.flushSoon(), BATCH_MS);
    while (this.unflushed + this.flushingBlocks >= MAX_UNMARKED_BLOCKS && this.flushing !== undefined) await this.flushing;
    return buffer;
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
    const vault = await this.entered;
    const file = await vault.file();
    await vault.close();
    // Cleared behind our back, it would be saved as a file with a hole in its end.
    if (file.size < this.entry.bytes) throw new BeamError('storage-lost', { cause: `the vault has ${file.size} bytes` });
    return file;
  }

  async markSaved(savedMs: number): Promise<void> {
    this.entry = { ...this.entry, savedMs };
    await this.parts.ledger.put(this.entry);
  }

  /** Stops without losing what is there. */
  async close(): Promise<void> {
    try {
      if (!this.isBroken) await this.flush();
    } finally {
      await (await this.opening).close();
    }
  }

  /** Throws away what is kept. */
  async discard(): Promise<void> {
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
    await vault.flush();
    this.entry = { ...this.entry, blocks };
    await this.parts.ledger.put(this.entry);
    this.flushingBlocks = 0;
    this.isBroken = false;
  }
}

const isOf = (entry: LedgerEntry, manifestSha256: string, bytes: number): boolean => entry.manifestSha256 === manifestSha256 && entry.bytes === bytes;

/** @param bytes of the whole share: its last block may be short */
function bytesIn(blocks: Bitmap, bytes: number): number {
  if (blocks.count === 0) return 0;
  const last = blocks.size - 1;
  return blocks.count * BLOCK_BYTES - (blocks.has(last) ? BLOCK_BYTES - blockLength(bytes, last) : 0);
}

/** What is kept of just this share, and still there. */
async function knownTo(ledger: Ledger, { id, manifestSha256, bytes }: NewEntry, opening: Promise<Vault>): Promise<LedgerEntry | undefined> {
  const known = await ledger.get(id);
  return known !== undefined && isOf(known, manifestSha256, bytes) && (await covers(opening, known)) ? known : undefined;
}

/** False when the vault is shorter than the ledger's marks say: somebody cleared it. */
async function covers(opening: Promise<Vault>, entry: LedgerEntry): Promise<boolean> {
  const marks = new Bitmap(blockCount(entry.bytes), entry.blocks);
  let end = 0;
  for (let block = marks.size - 1; block >= 0 && end === 0; block--) {
    if (marks.has(block)) end = block * BLOCK_BYTES + blockLength(entry.bytes, block);
  }
  return end === 0 || (await (await opening).file()).size >= end;
}
