/** The stores that this browser can give. */
import { IdbLedger } from './idb-ledger.ts';
import { IdbSentShares } from './idb-sent-shares.ts';
import type { Ledger } from './ledger.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { OpfsVaultStore } from './opfs-vault.ts';
import type { SentShares } from './sent-shares.ts';
import { TabLocks } from './tab-locks.ts';
import type { VaultStore } from './vault.ts';

export interface Stores {
  readonly vaults: VaultStore;
  readonly ledger: Ledger;
  readonly sent: SentShares;
  /** For what several tabs share. */
  readonly locks: TabLocks;
}

/** On disk where possible; in memory, and with its cap, where the browser keeps nothing (private windows, blocked site data). */
export async function openStores(): Promise<Stores> {
  try {
    await navigator.storage.getDirectory();
    const ledger = new IdbLedger();
    await ledger.list();
    return { vaults: new OpfsVaultStore(), ledger, sent: new IdbSentShares(), locks: new TabLocks('beamline') };
  } catch {
    // Rarely needed, and no part of the first load.
    const [{ MemoryVaultStore }, { MemorySentShares }] = await Promise.all([import('./memory-vault.ts'), import('./memory-sent-shares.ts')]);
    return { vaults: new MemoryVaultStore(), ledger: new MemoryLedger(), sent: new MemorySentShares(), locks: new TabLocks(crypto.randomUUID()) };
  }
}
