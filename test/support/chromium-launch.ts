/** Starts Chromium with a profile of its own on disk, as a person has it. */
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, type BrowserContext } from 'playwright';

import { CHROMIUM_ARGS, findChromium } from './browsers.ts';

export interface ChromiumOptions {
  /** Instead of the Chromium found on this machine. */
  readonly program?: string;
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly bypassCSP?: boolean;
  readonly args?: readonly string[];
  /** As a person has set them before (the profile's file of that name). */
  readonly preferences?: object;
  /** Where profile and downloads are, and stay: for a browser that is started again. */
  readonly folder?: string;
}

export interface Chromium {
  readonly context: BrowserContext;
  /** The browser process: root of all its others. */
  readonly pid: number;
  readonly downloads: string;
  close(): Promise<void>;
}

/**
 * A persistent profile, for in the contexts that Playwright makes otherwise OPFS lives in memory.
 * Profile and downloads are thrown away by close(), unless the caller gave them a place.
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
