/** Browsers in which the person has blocked site data: nothing can be kept, and everything goes on without. */
import { join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import type { Person } from '../support/person.ts';
import { expect, handOver, openShare, share, test, type Guests } from './fixtures.ts';

const BYTES = 5_000_000;

const BLOCKED: Record<Person['browser'], (guests: Guests) => Promise<Person>> = {
  /** "Don't allow sites to save data on your device". */
  chromium: (guests) =>
    guests.chromium({ preferences: { profile: { default_content_setting_values: { cookies: 2 } } } }),
  /** "All cookies (will cause websites to break)". */
  firefox: (guests) => guests.firefox({ preferences: { 'network.cookie.cookieBehavior': 2 } }),
};

/** What pages are told there. */
const EXPECTED = /SecurityError|denied|insecure|storage|Storage|service worker|Service Worker|cookie|Quota|IndexedDB/;

for (const browser of ['chromium', 'firefox'] as const) {
  test(`${browser}, site data blocked: it is, and a sender shares`, async ({
    bob,
    guests,
    server,
    folder,
    forgive,
  }) => {
    const dora = await BLOCKED[browser](guests);
    const path = await makeFile(join(folder, 'blocked.bin'), BYTES);
    const saved = await handOver(dora, bob, server, path);
    const isBlocked = await dora.evaluate(() => {
      try {
        return localStorage === null;
      } catch {
        return true;
      }
    }, undefined);
    expect(isBlocked).toBe(true);
    expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
    forgive(EXPECTED);
  });

  test(`${browser}, site data blocked: a receiver receives, one file and several`, async ({
    alice,
    guests,
    server,
    folder,
    forgive,
  }) => {
    const dora = await BLOCKED[browser](guests);
    const paths = [await makeFile(join(folder, 'one.bin'), BYTES), await makeFile(join(folder, 'two.bin'), 1000)];
    const saved = await handOver(alice, dora, server, paths[0]!);
    expect(await sha256OfFile(saved)).toBe(await sha256OfFile(paths[0]!));
    await openShare(dora, await share(alice, server, ...paths));
    await dora.click('button', browser === 'firefox' ? 'Download' : 'Save as one ZIP');
    await Promise.all([dora.waitForStatus('Done'), alice.waitForStatus('Done')]);
    forgive(EXPECTED);
  });
}

for (const [misery, script] of [
  [
    'rejects',
    () =>
      void Object.assign(CacheStorage.prototype, {
        match: () => Promise.reject(new DOMException('a double', 'SecurityError')),
      }),
  ],
  ['never answers', () => void Object.assign(CacheStorage.prototype, { match: () => new Promise(() => {}) })],
] as const) {
  test(`a service worker whose CacheStorage ${misery}: the page loads all the same`, async ({
    guests,
    server,
    forgive,
  }) => {
    const dora = await guests.chromium();
    await dora.open(server.origin);
    await dora.evaluate(() => navigator.serviceWorker.ready.then(() => {}), undefined);
    await expect.poll(() => dora.evaluate(() => navigator.serviceWorker.controller !== null, undefined)).toBe(true);
    const [worker] = dora.context.serviceWorkers();
    await worker!.evaluate(script);
    await dora.reload();
    await expect(dora.find('button', 'Choose files')).toBeVisible({ timeout: 15_000 });
    forgive(/SecurityError/);
  });
}
