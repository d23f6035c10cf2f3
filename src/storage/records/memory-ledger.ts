/** A ledger in memory, which ends with the page: for private windows, together with memory-vault.ts, and for tests. */
import type { Ledger, LedgerEntry } from './ledger.ts';
import { pageOf, pagesOf, signatureIn, withSignatures, type KeptSignature } from './signature-pages.ts';

/** Nobody may change what was put by changing what they put, or what they got. */
const copied = (entry: LedgerEntry): LedgerEntry => ({
  ...entry,
  blocks: entry.blocks.slice(),
  ...(entry.signed && { signed: entry.signed.slice() }),
});

export class MemoryLedger implements Ledger {
  private readonly entries = new Map<string, LedgerEntry>();
  /** By share and page. */
  private readonly pages = new Map<string, Map<number, Uint8Array<ArrayBuffer>>>();

  async get(id: string): Promise<LedgerEntry | undefined> {
    const entry = this.entries.get(id);
    return entry && copied(entry);
  }

  async put(entry: LedgerEntry, signatures: readonly KeptSignature[] = []): Promise<void> {
    this.entries.set(entry.id, copied(entry));
    const pages = this.pages.get(entry.id) ?? new Map<number, Uint8Array<ArrayBuffer>>();
    for (const page of pagesOf(signatures)) pages.set(page, withSignatures(pages.get(page), page, signatures));
    this.pages.set(entry.id, pages);
  }

  async list(): Promise<readonly LedgerEntry[]> {
    return [...this.entries.values()].map(copied);
  }

  async signature(id: string, block: number): Promise<KeptSignature | undefined> {
    return signatureIn(this.pages.get(id)?.get(pageOf(block)), block);
  }

  async remove(id: string): Promise<void> {
    this.entries.delete(id);
    this.pages.delete(id);
  }
}
