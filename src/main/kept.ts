/** What this browser keeps, and what is made of it: nobody is looked for later because of that. */
import type { StoredShares } from '../files/keep/stored-shares.ts';
import { Recent } from '../session/recent.ts';
import type { RecentView, StorageView } from '../session/view/storage.ts';
import { persistStorage } from '../storage/vault/space.ts';
import { openStores } from '../storage/stores.ts';
import { loaded } from './loaded.ts';

export class Kept {
  readonly stores = loaded(openStores()).then(({ vaults, ledger, sent, keptNotes, locks }) => {
    const freeBytes = () => vaults.freeBytes();
    const recent = new Recent({ ledger, sent, keptNotes });
    return { vaults, ledger, sent, keptNotes, locks, freeBytes, recent, persist: persistStorage };
  });

  /** The same for one who receives: with the ways in which files are saved. */
  async forSaving() {
    const [stores, { browserSinks }] = await Promise.all([this.stores, loaded(import('../storage/browser-sinks.ts'))]);
    return { ...stores, sinks: browserSinks(stores.vaults) };
  }

  /** Newest first. Never rejects. */
  recent(): Promise<readonly RecentView[]> {
    return this.stores.then(
      ({ recent }) => recent.list(),
      () => [],
    );
  }

  /** What is wanted seldom, and by nobody who waits for a file. */
  async shares(): Promise<StoredShares> {
    const loading = loaded(import('../files/keep/stored-shares.ts'));
    const [stores, { StoredShares }] = await Promise.all([this.stores, loading]);
    return new StoredShares(stores);
  }

  async storage(): Promise<StorageView> {
    const [view, rooms] = await Promise.all([
      this.shares().then((shares) => shares.view()),
      this.notes().then((notes) => notes?.rooms() ?? []),
    ]);
    return { ...view, roomsWithNotes: rooms.length };
  }

  /** One share, or all of them and all notes. Each is tried, whatever becomes of the other. */
  async forget(id?: string): Promise<void> {
    const shares = this.shares().then((each) => each.forget(id));
    await Promise.all([shares, id === undefined && this.notes().then((notes) => notes?.sweep())]);
  }

  private async notes() {
    return loaded((await this.stores).keptNotes());
  }
}
