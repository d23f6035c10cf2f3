/// <reference types="@vitest/browser-playwright" />
/** Chromium's own hands: what a page cannot do to itself. */
import { cdp, commands, server } from 'vitest/browser';

/** Out of the way of git and of other tests; commands take paths relative to the test's file. */
const FOLDER = 'node_modules/.beamline-storage-test';

/** A real file on the disk. Its path from the repository's root. */
export async function writeDiskFile(name: string, text: string): Promise<string> {
  const path = `${FOLDER}/${name}`;
  await commands.writeFile(`${server.config.root}/${path}`, text);
  return path;
}

export const removeDiskFile = (path: string): Promise<void> => commands.removeFile(`${server.config.root}/${path}`);

/** The quota of this origin, until it is disposed of. */
export async function limitQuota(quotaSize: number): Promise<AsyncDisposable> {
  const { origin } = location;
  await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  return { [Symbol.asyncDispose]: async () => void (await cdp().send('Storage.overrideQuotaForOrigin', { origin })) };
}

/** Drops files and folders from the disk (paths from the repository's root) onto the middle of this page. */
export async function dropFromDisk(paths: readonly string[]): Promise<void> {
  const frame = window.frameElement?.getBoundingClientRect() ?? new DOMRect(0, 0, innerWidth, innerHeight);
  const data = { items: [], files: paths.map((path) => `${server.config.root}/${path}`), dragOperationsMask: 1 };
  const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp().send('Input.dispatchDragEvent', { type, x, y, data });
}

/**
 * Takes away every service worker at once. unregister() would leave it in control of Vitest's own page, and to the next
 * test that registers one it would come back.
 */
export async function forgetServiceWorkers(): Promise<void> {
  await cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'service_workers' });
}

/** As the browser stops them when it needs the memory, with all that they do. */
export async function stopServiceWorkers(): Promise<void> {
  await cdp().send('ServiceWorker.enable');
  await cdp().send('ServiceWorker.stopAllWorkers');
}
