/**
 * Vaults and their ledger on disk, until it shows that no vault can be had there; in memory from then on. Both change
 * together: marks in a ledger on disk for bytes that were in memory would be taken for bytes by the next page.
 */
import { answeredWithin } from './deadline.ts';
import type { Ledger } from './records/ledger.ts';
import type { VaultStore } from './vault/vault.ts';

export interface BlockStores {
  readonly vaults: VaultStore;
  readonly ledger: Ledger;
}

/** A worker is started, and makes a file: a tenth of a second. There is another way, so nobody waits for long. */
export const TRIAL_MS = 4000;

/**
 * @param tryOut rejects where nothing can be written. Asked once, before the first vault is opened, and not by who only
 * looks at what is kept
 * @param inMemory what there is instead
 */
export function withFallback(
  onDisk: BlockStores,
  tryOut: () => Promise<unknown>,
  inMemory: () => Promise<BlockStores>,
): BlockStores {
  let current = onDisk;
  let trial: Promise<void> | undefined;
  const switched = Promise.withResolvers<void>();
  const decided = (): Promise<void> => {
    trial ??= answeredWithin(TRIAL_MS, tryOut).then(
      () => {},
      async () => {
        current = await inMemory();
        switched.resolve();
      },
    );
    return trial;
  };
  return {
    vaults: {
      open: (id) => decided().then(() => current.vaults.open(id)),
      freeBytes: () => decided().then(() => current.vaults.freeBytes()),
      list: () => current.vaults.list(),
      remove: (id) => current.vaults.remove(id),
    },
    ledger: {
      // Asked while the first vault is opened: it waits neither for the trial, nor longer than that for an answer.
      get: (id) => Promise.race([current.ledger.get(id), switched.promise.then(() => current.ledger.get(id))]),
      put: (entry, signatures) => current.ledger.put(entry, signatures),
      list: () => current.ledger.list(),
      signature: (id, block) => current.ledger.signature(id, block),
      remove: (id) => current.ledger.remove(id),
    },
  };
}
