/** What the first visit of the start page costs on the wire. */
import { brotliCompressSync } from 'node:zlib';

import type { Response } from 'playwright';

import type { ChromiumPerson } from './chromium.ts';

/** Bytes of HTML, scripts and styles together, with brotli: half a second on a slow phone line. */
export const FIRST_LOAD_BUDGET_BYTES = 60_000;

export interface Loaded {
  readonly path: string;
  readonly brotliBytes: number;
}

const isCounted = (response: Response): boolean =>
  ['document', 'script', 'stylesheet'].includes(response.request().resourceType());

/**
 * Opens the start page in a fresh browser. What the service worker fetches for later is not counted. The largest file
 * comes first.
 */
export async function firstLoad(person: ChromiumPerson, origin: string): Promise<readonly Loaded[]> {
  const responses: Response[] = [];
  person.page.on('response', (response) => responses.push(response));
  await person.open(origin);
  await person.find('button', 'Choose files').waitFor();
  await person.page.waitForLoadState('networkidle');
  const counted = responses.filter(
    (response) =>
      isCounted(response) && response.url().startsWith(origin) && response.request().serviceWorker() === null,
  );
  const loaded = await Promise.all(
    counted.map(async (response) => ({
      path: new URL(response.url()).pathname,
      brotliBytes: brotliCompressSync(await response.body()).length,
    })),
  );
  return loaded.toSorted((a, b) => b.brotliBytes - a.brotliBytes);
}

export const totalBytes = (loaded: readonly Loaded[]): number =>
  loaded.reduce((sum, { brotliBytes }) => sum + brotliBytes, 0);
