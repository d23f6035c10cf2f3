/** Sent shares in memory, which end with the page: for private windows, and for tests. */
import type { SentContent, SentShares, SentSummary } from './sent-shares.ts';

export class MemorySentShares implements SentShares {
  private readonly shares = new Map<string, { readonly summary: SentSummary; readonly content: SentContent }>();
  private readonly storedDigests = new Map<string, Map<number, Uint8Array<ArrayBuffer>>>();

  async list(): Promise<readonly SentSummary[]> {
    return [...this.shares.values()].map(({ summary }) => summary);
  }

  async get(id: string): Promise<(SentSummary & SentContent) | undefined> {
    const share = this.shares.get(id);
    return share && { ...share.summary, ...share.content };
  }

  async put(summary: SentSummary, content: SentContent): Promise<void> {
    this.shares.set(summary.id, { summary, content });
  }

  async update(summary: SentSummary): Promise<void> {
    const share = this.shares.get(summary.id);
    if (share !== undefined) this.shares.set(summary.id, { ...share, summary });
  }

  async remove(id: string): Promise<void> {
    this.shares.delete(id);
    this.storedDigests.delete(id);
  }

  async digests(id: string): Promise<ReadonlyMap<number, Uint8Array<ArrayBuffer>>> {
    return new Map(this.storedDigests.get(id));
  }

  async putDigests(id: string, page: number, digests: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.shares.has(id)) return;
    const pages = this.storedDigests.get(id) ?? new Map<number, Uint8Array<ArrayBuffer>>();
    this.storedDigests.set(id, pages.set(page, digests.slice()));
  }
}
