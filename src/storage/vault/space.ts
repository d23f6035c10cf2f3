/** How much this browser lets us keep. */

import { answeredWithin } from '../deadline.ts';

const GiB = 2 ** 30;

/** A figure that is nice to have: nobody waits for it. */
const ESTIMATE_MS = 3000;

/**
 * What Chromium reports since version 138 whatever the quota is, so that nobody can tell an incognito window by it: 10
 * GiB more than is used, or the disk's size in whole GiB if that is less (chromestatus.com/feature/4977371751645184).
 */
const isInvented = (free: number): boolean => free <= 10 * GiB && free % GiB === 0;

/** Bytes that may still be stored here, by the browser's estimate; undefined where it gives none, or not a true one. */
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
 * Asks that what is kept here is not evicted when the disk runs full: a half-received share is worth that.
 * Firefox asks the person, Chromium and Safari decide by themselves. True when it is granted.
 */
export async function persistStorage(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
