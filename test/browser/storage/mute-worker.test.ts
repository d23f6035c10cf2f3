/** Behind a service worker that does not know how to stream. */
import { afterEach, expect, test } from 'vitest';

import { streamDownload } from '../../../src/storage/streamed-download.ts';

import { noise } from './bytes.ts';
import { forgetServiceWorkers } from './devtools.ts';

afterEach(forgetServiceWorkers);

test('a download that nobody begins to stream is given up, with nothing read', async () => {
  const isControlled = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  await navigator.serviceWorker.register(new URL('./mute.sw.ts', import.meta.url).pathname, { type: 'module', scope: '/' });
  await isControlled;
  let read = 0;
  const chunks = (async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    read += 1;
    yield noise(1);
  })();
  const saved = streamDownload({ filename: 'a', size: 1, chunks }, new AbortController().signal, 200);
  expect(await saved).toBe(false);
  expect(read).toBe(0);
  expect(document.querySelector('iframe')).toBeNull();
});
