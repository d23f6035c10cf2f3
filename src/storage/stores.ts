/** The stores that this browser has. */
import { answeredWithin } from './deadline.ts';
import { withFallback, type BlockStores } from './fallback-stores.ts';
import { IdbLedger } from './records/idb-ledger.ts';
import { IdbSentShares } from './records/idb-sent-shares.ts';
import type { KeptNotes } from './records/kept-notes.ts';
import type { Ledger } from './records/ledger.ts';
import { OpfsVaultStore } from './vault/opfs-vault.ts';
import type { SentShares } from './records/sent-shares.ts';
import { TabLocks } from './records/tab-locks.ts';
import { TimedLedger, TimedSentShares, TimedVaultStore } from './timed-stores.ts';
import type { VaultStore } from './vault/vault.ts';

export interface Stores {
  readonly vaults: VaultStore;
  readonly ledger: Ledger;
  readonly sent: SentShares;
  /** Undefined where the browser has no database: notes are not worth a promise that ends with the page. */
  readonly keptNotes: () => Promise<KeptNotes | undefined>;
  /** Locks for what several tabs share. */
  readonly locks: TabLocks;
}

/** A database that has not opened by then counts as missing: people wait for it, and a share works without it. */
export const OPENING_MS = 4000;

/**
 * On disk if possible. In memory, with a cap, if the browser stores nothing (private windows, blocked site data).
 */
export async function openStores(): Promise<Stores> {
  const ledger = new IdbLedger();
  const sent = new IdbSentShares();
  const canKeep = (asking: () => Promise<unknown>): Promise<boolean> =>
    answeredWithin(OPENING_MS, asking).then(
      () => true,
      () => false,
    );
  const [hasDatabase, hasFiles] = await Promise.all([
    canKeep(() => ledger.list()),
    canKeep(() => navigator.storage.getDirectory()),
  ]);
  const kept = hasDatabase && hasFiles ? storedOnDisk(ledger) : await storedInMemory();
  return {
    ...kept,
    sent: hasDatabase ? new TimedSentShares(sent) : await sentInMemory(),
    keptNotes: async () => (hasDatabase ? (await import('./timed-kept-notes.ts')).keptNotes : undefined),
    locks: new TabLocks(hasDatabase ? 'beamline' : crypto.randomUUID()),
  };
}

function storedOnDisk(ledger: IdbLedger): BlockStores {
  const vaults = new OpfsVaultStore();
  const tryOut = (): Promise<unknown> => Promise.all([vaults.tryOut(), ledger.tryOut()]);
  return withFallback({ vaults: new TimedVaultStore(vaults), ledger: new TimedLedger(ledger) }, tryOut, storedInMemory);
}

// Rarely needed, and no part of the first load.
async function storedInMemory(): Promise<BlockStores> {
  const [{ MemoryVaultStore }, { MemoryLedger }] = await Promise.all([
    import('./vault/memory-vault.ts'),
    import('./records/memory-ledger.ts'),
  ]);
  return { vaults: new MemoryVaultStore(), ledger: new MemoryLedger() };
}

async function sentInMemory(): Promise<SentShares> {
  const { MemorySentShares } = await import('./records/memory-sent-shares.ts');
  return new MemorySentShares();
}
