/** CacheStorage that is there and does not work. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { orNetwork } from '../../../src/sw/or-network.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const request = new Request('https://beamline.example/');
const fromNetwork = async (): Promise<Response> => new Response('network');

test('what the cache has is what comes, and the network is not asked', async () => {
  const asked = vi.fn<() => Promise<Response>>(fromNetwork);
  const response = await orNetwork(async () => new Response('cache'), asked)({ request });
  expect(await response.text()).toBe('cache');
  expect(asked).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  [
    'throws',
    () => {
      throw new DOMException('a double', 'SecurityError');
    },
  ],
  ['rejects', () => Promise.reject(new DOMException('a double', 'SecurityError'))],
  ['never answers', () => new Promise<Response>(() => {})],
])('where it %s, the network answers', async (_, fromCache) => {
  const answering = orNetwork(fromCache, fromNetwork)({ request });
  await vi.advanceTimersByTimeAsync(3000);
  expect(await (await answering).text()).toBe('network');
});

test('one that did not answer is not asked again: a page is a chain of files', async () => {
  const asked = vi.fn<() => Promise<Response>>(async () => new Response('cache'));
  expect(await (await orNetwork(asked, fromNetwork)({ request })).text()).toBe('network'); // by the test before
  expect(asked).not.toHaveBeenCalled();
});
