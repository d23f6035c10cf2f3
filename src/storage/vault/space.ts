/** How much this browser lets us store. */

import { answeredWithin } from '../deadline.ts';

const GiB = 2 ** 30;

/** How long to wait for the estimate, which is not essential. */
const ESTIMATE_MS = 3000;

/**
 * Since version 138 Chromium reports this quota instead of the real one, so that a page cannot detect an incognito
 * window: 10 GiB more than is used, or the disk's size in whole GiB if that is less
 * (chromestatus.com/feature/4977371751645184).
 */
const isInvented = (free: number): boolean => free <= 10 * GiB && free % GiB === 0;

/** Bytes that can still be stored, by the browser's estimate; undefined if it gives none, or an untrue one. */
export async function freeBytes(): Promise<number | undefined> {
  try {
    const { quota, usage } = await answeredWithin(ESTIMATE_MS, () => navigator.storage.estimate());
    if (quota === undefined || usage === undefined || isInvented(quota - usage)) return undefined;
    return Math.max(0, quota - usage);
  } catch {
    return undefined; // no StorageManager (not secure), or site data blocked
  }
}

/**
 * Asks the browser not to evict our storage when the disk is full, because of half-received shares. Firefox asks the
 * person. Chromium and Safari decide by themselves. True if it is granted.
 */
export async function persistStorage(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
