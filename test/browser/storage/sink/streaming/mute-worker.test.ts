/** Behind a service worker that does not know how to stream. */
import { afterEach, beforeEach, expect, test } from 'vitest';

import { streamToDownloads } from '../../../../../src/storage/sink/streaming/streaming-download-sink.ts';
import { streamDownload } from '../../../../../src/storage/sink/streaming/streamed-download.ts';

import { noise } from '../../bytes.ts';
import { forgetServiceWorkers } from '../../devtools.ts';

/** Far less than a page waits. */
const START_MS = 200;

let read = 0;
const file = () => ({
  filename: 'a',
  size: 1,
  chunks: (async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    read += 1;
    yield noise(1);
  })(),
});

beforeEach(async () => {
  read = 0;
  const isControlled = new Promise((resolve) =>
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
  );
  await navigator.serviceWorker.register(new URL('../../mute.sw.ts', import.meta.url).pathname, {
    type: 'module',
    scope: '/',
  });
  await isControlled;
});
afterEach(forgetServiceWorkers);

test('a download that nobody begins to stream is given up, with nothing read', async () => {
  expect(await streamDownload(file(), new AbortController().signal, START_MS)).toBe(false);
  expect(read).toBe(0);
  expect(document.querySelector('iframe')).toBeNull();
});

test('one for which there is no other way fails, with nothing read', async () => {
  await expect(streamToDownloads(file(), new AbortController().signal, START_MS)).rejects.toMatchObject({
    code: 'save-failed',
  });
  expect(read).toBe(0);
});
