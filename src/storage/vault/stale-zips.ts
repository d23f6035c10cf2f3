/**
 * Archives that were built in the vault to be downloaded, where nothing can be streamed. The ledger does not know them.
 */
import type { VaultStore } from './vault.ts';

const ZIP_VAULT = /^zip-(\d+)-/;

/** After this time the browser has surely copied the archive to its place. No event says so. */
const STALE_MS = 60 * 60 * 1000;

export const zipVaultId = (nowMs: number, random: string): string => `zip-${nowMs}-${random}`;

/** Removes old archives. Archives that another tab uses stay. */
export async function removeStaleZips(vaults: VaultStore, nowMs: number): Promise<void> {
  for (const { id } of await vaults.list()) {
    const madeMs = ZIP_VAULT.exec(id)?.[1];
    if (madeMs !== undefined && nowMs - Number(madeMs) > STALE_MS) await vaults.remove(id).catch(() => {});
  }
}
