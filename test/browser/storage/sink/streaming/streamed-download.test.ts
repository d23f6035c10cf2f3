/** A real service worker, and the browser's own downloads behind it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../../../src/protocol/limits.ts';
import {
  DOWNLOAD_PATH,
  type DemandMessage,
  type FeedMessage,
} from '../../../../../src/protocol/messages/sw-message.ts';
import { streamDownload } from '../../../../../src/storage/sink/streaming/streamed-download.ts';

import { expectBytes, failing, noise } from '../../bytes.ts';
import { forgetServiceWorkers, stopServiceWorkers } from '../../devtools.ts';

const worker = (): ServiceWorker => navigator.serviceWorker.controller!;

beforeAll(async () => {
  const isControlled = new Promise((resolve) =>
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
  );
  const url = new URL('../../downloads.sw.ts', import.meta.url).pathname;
  await navigator.serviceWorker.register(url, { type: 'module', scope: '/' });
  await isControlled;
});
afterAll(forgetServiceWorkers);

/** Offers a download as a page does; answers each `pull` with the next of the messages. */
function offer(
  size: number,
  answers: FeedMessage[],
  filename = 'a.bin',
): { url: string; heard: DemandMessage['type'][]; ready: Promise<void> } {
  const { port1, port2 } = new MessageChannel();
  const id = crypto.randomUUID();
  const heard: DemandMessage['type'][] = [];
  const ready = new Promise<void>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<DemandMessage>) => {
      heard.push(data.type);
      if (data.type === 'ready') resolve();
      const answer = data.type === 'pull' ? answers.shift() : undefined;
      if (answer !== undefined) port1.postMessage(answer);
    };
  });
  worker().postMessage({ type: 'download', id, filename, size }, [port2]);
  return { url: DOWNLOAD_PATH + id, heard, ready };
}

const chunk = (bytes: Uint8Array<ArrayBuffer>): FeedMessage => ({ type: 'chunk', bytes });

describe('the service worker', () => {
  test('answers with the bytes, to be saved and nothing else', async () => {
    const { url, heard, ready } = offer(
      300,
      [chunk(noise(100, 1)), chunk(noise(200, 2)), { type: 'end' }],
      '한 "a".html',
    );
    await ready;
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="_ _a_.html"; filename*=UTF-8''%ED%95%9C%20%22a%22.html`,
      'content-length': '300',
      'content-security-policy': "default-src 'none'",
      'content-type': 'application/octet-stream',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    await expectBytes(await response.blob(), new Uint8Array([...noise(100, 1), ...noise(200, 2)]));
    await expect.poll(() => heard).toEqual(['ready', 'pull', 'pull', 'pull', 'done']);
  });

  test('answers 404, and nothing to save, for an id that it does not know or has served', async () => {
    const { url, ready } = offer(0, [{ type: 'end' }]);
    await ready;
    expect((await fetch(url)).status).toBe(200);
    for (const unknown of [url, `${DOWNLOAD_PATH}x`, DOWNLOAD_PATH, `${DOWNLOAD_PATH}../download/x`]) {
      const response = await fetch(unknown);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-disposition')).toBeNull();
      expect(await response.text()).toBe('');
    }
  });

  test.each([
    ['ends early', 300, { type: 'end' } as const],
    ['is longer than announced', 99, { type: 'end' } as const],
    ['is longer than announced, and has no end', 99, chunk(noise(1))],
    ['is given up by the page', 300, { type: 'abort' } as const],
  ])('fails a download that %s', async (_how, size, last) => {
    const { url, heard, ready } = offer(size, [chunk(noise(100)), last]);
    await ready;
    const response = await fetch(url);
    await expect(response.arrayBuffer()).rejects.toThrow();
    await expect.poll(() => heard.at(-1)).toBe('failed');
  });

  test('asks for no more than the browser takes, and says so when it takes no more', async () => {
    // Far more than any pipe between the two holds: who did not wait for it would ask for all of it at once.
    const chunks = Array.from({ length: 32 }, () => chunk(noise(BLOCK_BYTES)));
    const { url, heard, ready } = offer(1e9, chunks);
    await ready;
    const response = await fetch(url);
    const reader = response.body!.getReader();
    await reader.read();
    // So long that all of it could have been asked for.
    for (let turn = 0; turn < 32; turn += 1) await fetch(`${DOWNLOAD_PATH}nothing`);
    expect(heard.filter((type) => type === 'pull').length).toBeLessThan(16);
    await reader.cancel();
    await expect.poll(() => heard.at(-1)).toBe('failed');
  });

  test('ignores what it does not understand', async () => {
    worker().postMessage('hello');
    worker().postMessage({ type: 'download', id: '..', filename: 'x', size: 1 });
    worker().postMessage({ type: 'download', id: crypto.randomUUID(), filename: 'x', size: 1 }); // no port
    const { ready } = offer(1, []);
    await ready;
  });
});

describe('a streamed download', () => {
  /** Yields `count` chunks, and records how it was used. */
  function chunksOf(
    count: number,
    bytes: number,
  ): {
    chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>;
    seen: { yielded: number; isReturned: boolean };
  } {
    const seen = { yielded: 0, isReturned: false };
    async function* make(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
      try {
        for (; seen.yielded < count; seen.yielded += 1) yield noise(bytes, seen.yielded + 1);
      } finally {
        seen.isReturned = true;
      }
    }
    return { chunks: make(), seen };
  }
  const never = new AbortController().signal;

  test('is true when the browser has taken every byte, and leaves nothing behind', async () => {
    const { chunks, seen } = chunksOf(20, 100_000);
    expect(await streamDownload({ filename: 'a.bin', size: 2_000_000, chunks }, never)).toBe(true);
    expect(seen.yielded).toBe(20);
    // Firefox may not have made a download of it yet.
    expect(document.querySelector('iframe')).not.toBeNull();
    await expect.poll(() => document.querySelector('iframe'), { timeout: 8000 }).toBeNull();
  });

  test('of nothing', async () => {
    expect(await streamDownload({ filename: 'a.bin', size: 0, chunks: chunksOf(0, 0).chunks }, never)).toBe(true);
  });

  test('rejects with save-failed when the bytes are not as many as was said', async () => {
    const { chunks } = chunksOf(2, 100);
    await expect(streamDownload({ filename: 'a.bin', size: 201, chunks }, never)).rejects.toEqual(
      failing('save-failed'),
    );
  });

  test('rejects with save-failed when more come than was said, and hands on none of them', async () => {
    const { chunks, seen } = chunksOf(1e6, 100);
    await expect(streamDownload({ filename: 'a.bin', size: 250, chunks }, never)).rejects.toEqual(
      failing('save-failed'),
    );
    expect(seen.yielded).toBeLessThan(10);
  });

  test('rejects with what the chunks throw', async () => {
    const chunks = (async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
      yield noise(10);
      throw new RangeError('the disk is gone');
    })();
    await expect(streamDownload({ filename: 'a.bin', size: 20, chunks }, never)).rejects.toThrow('the disk is gone');
  });

  test("rejects with the signal's reason, and stops reading", async () => {
    const { chunks, seen } = chunksOf(1e6, 1_000_000);
    const ending = new AbortController();
    const saving = streamDownload({ filename: 'a.bin', size: 1e12, chunks }, ending.signal);
    await expect.poll(() => seen.yielded).toBeGreaterThan(2);
    ending.abort(new Error('cancelled by hand'));
    await expect(saving).rejects.toThrow('cancelled by hand');
    await expect.poll(() => seen.isReturned).toBe(true);
    await expect(streamDownload({ filename: 'a.bin', size: 0, chunks }, ending.signal)).rejects.toThrow(
      'cancelled by hand',
    );
  });

  test('holds the lock that an update waits for', async () => {
    const { chunks, seen } = chunksOf(1e6, 1_000_000);
    const ending = new AbortController();
    const saving = streamDownload({ filename: 'a.bin', size: 1e12, chunks }, ending.signal).catch(() => {});
    await expect.poll(() => seen.yielded).toBeGreaterThan(0);
    let isFree = false;
    const free = navigator.locks.request('beamline-download', () => (isFree = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isFree).toBe(false);
    ending.abort();
    await saving;
    await free;
  });

  test.each([
    [
      'throws',
      () => {
        throw new DOMException('a double', 'SecurityError');
      },
    ],
    ['rejects', () => Promise.reject(new DOMException('a double', 'SecurityError'))],
    ['never answers', () => new Promise(() => {})],
  ])('goes without the lock where asking for it %s', async (_, request) => {
    Object.defineProperty(navigator.locks, 'request', { configurable: true, value: request });
    try {
      expect(await streamDownload({ filename: 'a.bin', size: 100, chunks: chunksOf(1, 100).chunks }, never)).toBe(true);
    } finally {
      Reflect.deleteProperty(navigator.locks, 'request');
    }
  });

  /** The last test: it stops the worker. */
  test('whose service worker is stopped in the middle fails, within 15 s; while it lives there are signs of it', async () => {
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    const chunks = (async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
      yield noise(10);
      await stopped;
      await new Promise(() => {}); // the browser wants more, and there is none: nothing else than a ping would show it
    })();
    let signs = 0;
    const saving = streamDownload({ filename: 'a.bin', size: 20, chunks, onSign: () => (signs += 1) }, never);
    saving.catch(() => {});
    await expect.poll(() => signs, { timeout: 12_000 }).toBe(1);
    await stopServiceWorkers();
    stop();
    const begunMs = performance.now();
    await expect(saving).rejects.toEqual(failing('save-failed'));
    expect(performance.now() - begunMs).toBeLessThan(15_000);
  }, 40_000);
});
