/** Starts Chromium with a profile of its own on disk, as a person's browser has. */
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type BrowserContext } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from './browsers.ts';

export interface ChromiumOptions {
  /** Used instead of the Chromium that is found on this machine. */
  readonly program?: string;
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly bypassCSP?: boolean;
  readonly args?: readonly string[];
  /** Preferences that a person has set before (the file of that name in the profile). */
  readonly preferences?: object;
  /** Folder of profile and downloads, which stays: for a browser that is started again. */
  readonly folder?: string;
}

export interface Chromium {
  readonly context: BrowserContext;
  /** Process id of the browser, which is the parent of all its other processes. */
  readonly pid: number;
  readonly downloads: string;
  close(): Promise<void>;
}

/**
 * Uses a persistent profile, because OPFS is in memory in the other contexts that Playwright makes. close() deletes
 * profile and downloads, unless the caller gave a folder for them.
 */
export async function launchChromium({
  program = findChromium(),
  args = [],
  locale = 'en-US',
  folder: kept,
  preferences,
  ...options
}: ChromiumOptions = {}): Promise<Chromium> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'beamline-chromium-'));
  const profile = join(folder, 'profile');
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads, { recursive: true });
  if (preferences !== undefined) {
    mkdirSync(join(profile, 'Default'), { recursive: true });
    writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  }
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program,
    args: [...CHROMIUM_ARGS, ...args],
    locale,
    ...options,
  });
  // The lock is a link to `<host>-<pid>`.
  const pid = Number(readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1));
  return {
    context,
    pid,
    downloads,
    close: async () => {
      await context.close().catch(() => {});
      if (kept === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
