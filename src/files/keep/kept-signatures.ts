/** Which blocks of a share have their signature in the ledger, and those that go there with the next marks. */
import type { BlockSignature } from '../../protocol/frame.ts';
import type { KeptSignature } from '../../storage/records/signature-pages.ts';
import { Bitmap } from '../../transfer/exchange/bitmap.ts';

export class KeptSignatures {
  private readonly kept: Bitmap;
  /** Of blocks that are written and not marked yet. */
  private readonly waiting = new Map<number, KeptSignature>();

  /** @param signed blocks, as the ledger has them (LedgerEntry) */
  constructor(size: number, signed?: Uint8Array) {
    this.kept = new Bitmap(size, signed);
  }

  has(block: number): boolean {
    return this.kept.has(block) || this.waiting.has(block);
  }

  /** One that is not in the ledger yet. */
  fresh(block: number): KeptSignature | undefined {
    return this.waiting.get(block);
  }

  /** A set of its own: the blocks of which there is one. */
  get blocks(): Bitmap {
    const all = new Bitmap(this.kept.size, this.kept.toBytes());
    for (const block of this.waiting.keys()) all.add(block);
    return all;
  }

  /** To be kept with the block's mark. */
  add({ block, sha256, signature }: BlockSignature): void {
    this.kept.delete(block);
    this.waiting.set(block, { block, sha256, signature });
  }

  /** The block is not what was signed, or must not be served. */
  delete(block: number): void {
    this.kept.delete(block);
    this.waiting.delete(block);
  }

  /** For the next marks. */
  get batch(): readonly KeptSignature[] {
    return [...this.waiting.values()];
  }

  /** As the ledger will have them, with a batch. */
  signedWith(batch: readonly KeptSignature[]): Uint8Array<ArrayBuffer> {
    const signed = new Bitmap(this.kept.size, this.kept.toBytes());
    for (const { block } of batch) signed.add(block);
    return signed.toBytes();
  }

  /** The batch is in the ledger. What could not be put there waits for the next one. */
  gotKept(batch: readonly KeptSignature[]): void {
    for (const kept of batch) {
      if (this.waiting.get(kept.block) !== kept) continue;
      this.waiting.delete(kept.block);
      this.kept.add(kept.block);
    }
  }
}
