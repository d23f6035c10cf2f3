/**
 * Vaults and their ledger on disk, or in memory if no vault can be made on disk. Both change together: if the ledger
 * were on disk and the bytes in memory, the next page would trust marks of bytes that are gone.
 */
import { answeredWithin } from './deadline.ts';
import type { Ledger, LedgerEntry } from './records/ledger.ts';
import type { VaultStore } from './vault/vault.ts';

export interface BlockStores {
  readonly vaults: VaultStore;
  readonly ledger: Ledger;
}

/**
 * The trial starts a worker and makes a file, which takes about 0.1 s. Memory is the other way, so it need not wait
 * long.
 */
export const TRIAL_MS = 4000;

/**
 * @param tryOut rejects if nothing can be written. It is called once, before the first vault is opened, and not by
 *   list()
 * @param inMemory the stores that are used instead
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
  /** A disk that refuses at once may be found out a moment later: then it is memory that is asked. */
  const getOnDisk = (id: string): Promise<LedgerEntry | undefined> =>
    onDisk.ledger.get(id).catch(async (thrown: unknown) => {
      await decided();
      if (current === onDisk) throw thrown;
      return current.ledger.get(id);
    });
  return {
    vaults: {
      open: (id) => decided().then(() => current.vaults.open(id)),
      freeBytes: () => decided().then(() => current.vaults.freeBytes()),
      peek: (id) => current.vaults.peek(id),
      list: () => current.vaults.list(),
      remove: (id) => current.vaults.remove(id),
    },
    ledger: {
      // This can be called while the first vault is opened. It does not wait for the trial. If the disk does not
      // answer, it waits no longer than the trial does.
      get: (id) =>
        current === onDisk
          ? Promise.race([getOnDisk(id), switched.promise.then(() => current.ledger.get(id))])
          : current.ledger.get(id),
      put: (entry, signatures) => current.ledger.put(entry, signatures),
      list: () => current.ledger.list(),
      signature: (id, block) => current.ledger.signature(id, block),
      remove: (id) => current.ledger.remove(id),
    },
  };
}
