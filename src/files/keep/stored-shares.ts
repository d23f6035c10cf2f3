/** What this browser keeps of received shares: listed, cleared by hand, and swept when it is of no more use. */
import { BeamError } from '../../protocol/errors.ts';
import { removeStaleZips } from '../../storage/vault/stale-zips.ts';
import type { VaultStore } from '../../storage/vault/vault.ts';
import type { BlockStoreParts } from './block-store.ts';
import { storedShareView, type StorageView } from './stored-share-view.ts';

/**
 * A finished share's vault may still be read by the browser's download of it, and no event tells when that is over.
 * By then even a slow disk has copied it.
 */
const FINISHED_MS = 60 * 60 * 1000;

/** Of a share of which some files were saved the blocks are kept for the rest, and nobody may ever come for it. */
const PARTLY_SAVED_MS = 7 * 24 * 60 * 60 * 1000;

export interface StoredSharesParts extends BlockStoreParts {
  readonly vaults: VaultStore;
  freeBytes(): Promise<number | undefined>;
}

export class StoredShares {
  private readonly parts: StoredSharesParts;

  constructor(parts: StoredSharesParts) {
    this.parts = parts;
  }

  async view(): Promise<StorageView> {
    const [entries, vaults, freeBytes] = await Promise.all([
      this.parts.ledger.list(),
      this.parts.vaults.list(),
      this.parts.freeBytes(),
    ]);
    return {
      kept: entries.map(storedShareView).sort((a, b) => b.sinceMs - a.sinceMs),
      usedBytes: vaults.reduce((sum, { bytes }) => sum + bytes, 0),
      freeBytes,
    };
  }

  /**
   * Removes one share, or all of them but those in use: the ledger's marks first, for there must be no marks without
   * bytes.
   */
  async forget(id?: string): Promise<void> {
    const [entries, vaults] = await Promise.all([this.parts.ledger.list(), this.parts.vaults.list()]);
    const all = new Set([...entries, ...vaults].map((each) => each.id));
    const outcomes = await Promise.allSettled([...(id === undefined ? all : [id])].map((each) => this.remove(each)));
    const failure = outcomes.find(({ status }) => status === 'rejected');
    if (failure !== undefined) throw new BeamError('storage-failed', { cause: failure });
  }

  private async remove(id: string): Promise<void> {
    await this.parts.ledger.remove(id);
    await this.parts.vaults.remove(id);
  }

  /** Removes what was finished a while ago. What is in use, or cannot be removed now, waits for the next time. */
  async sweep(nowMs: number): Promise<void> {
    const finished = (await this.parts.ledger.list()).filter(
      ({ savedMs, saved }) =>
        savedMs !== undefined && nowMs - savedMs > (saved === undefined ? FINISHED_MS : PARTLY_SAVED_MS),
    );
    for (const { id } of finished) await this.forget(id).catch(() => {});
    await removeStaleZips(this.parts.vaults, nowMs);
  }
}
