/** A ledger in memory, which ends with the page: for private windows, together with memory-vault.ts, and for tests. */
import type { Ledger, LedgerEntry } from './ledger.ts';

/** A copy, so that changing an object that was put or returned does not change the ledger. */
const copied = (entry: LedgerEntry): LedgerEntry => ({ ...entry, blocks: entry.blocks.slice() });

export class MemoryLedger implements Ledger {
  private readonly entries = new Map<string, LedgerEntry>();

  async get(id: string): Promise<LedgerEntry | undefined> {
    const entry = this.entries.get(id);
    return entry && copied(entry);
  }

  async put(entry: LedgerEntry): Promise<void> {
    this.entries.set(entry.id, copied(entry));
  }

  async list(): Promise<readonly LedgerEntry[]> {
    return [...this.entries.values()].map(copied);
  }

  async remove(id: string): Promise<void> {
    this.entries.delete(id);
  }
}
