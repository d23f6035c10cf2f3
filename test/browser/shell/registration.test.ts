/** Versions of a real service worker, one after the other. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { DOWNLOAD_LOCK } from '../../../src/protocol/messages/sw-message.ts';
import { Registration } from '../../../src/shell/registration.ts';

import { forgetServiceWorkers } from '../storage/devtools.ts';

afterEach(forgetServiceWorkers);

const scriptOf = (version: number): string =>
  `${new URL('../storage/downloads.sw.ts', import.meta.url).pathname}?version=${version}`;

const controller = (): string => navigator.serviceWorker.controller?.scriptURL ?? 'none';

describe('the service worker', () => {
  test('controls the page of the first visit, and that is no update; a later one waits until it is applied', async () => {
    const reload = vi.fn<() => void>();
    const registration = new Registration(reload);
    const offered = vi.fn<(apply: () => void) => void>();
    registration.onUpdate(offered);

    registration.start(scriptOf(1), 'module');
    await expect.poll(controller).toContain('version=1');
    expect(offered).not.toHaveBeenCalled();

    const elsewhere = new Registration(vi.fn<() => void>());
    const offeredElsewhere = vi.fn<(apply: () => void) => void>();
    await navigator.serviceWorker.register(scriptOf(2), { scope: '/', type: 'module' });
    await expect.poll(() => offered.mock.calls.length).toBe(1);
    elsewhere.start(scriptOf(2), 'module');
    elsewhere.onUpdate(offeredElsewhere);
    await expect.poll(() => offeredElsewhere.mock.calls.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(controller()).toContain('version=1');

    // Somebody streams a download: the update waits for it.
    let finish = (): void => {};
    const streaming = navigator.locks.request(
      DOWNLOAD_LOCK,
      { mode: 'shared' },
      () => new Promise<void>((resolve) => (finish = resolve)),
    );
    offered.mock.calls[0]?.[0]();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(controller()).toContain('version=1');
    expect(reload).not.toHaveBeenCalled();

    finish();
    await streaming;
    await expect.poll(controller, { timeout: 5000 }).toContain('version=2');
    await expect.poll(() => reload.mock.calls.length).toBe(1);
    // The other page now has to be loaded again too, when its person likes.
    expect(offeredElsewhere.mock.calls.length).toBeGreaterThan(1);

    let late = 0;
    elsewhere.onUpdate(() => (late += 1));
    expect(late).toBe(1);
  });
});

test('without a script nothing happens', async () => {
  const registration = new Registration();
  registration.start('/there/is/none.js');
  registration.onUpdate(() => expect.unreachable());
  await new Promise((resolve) => setTimeout(resolve, 200));
});
