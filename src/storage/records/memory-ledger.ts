/** A ledger that is gone with the page: for private windows, beside memory-vault.ts, and for tests. */
import type { Ledger, LedgerEntry } from './ledger.ts';

/** Nobody may change what was put by changing what they put, or what they got. */
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
