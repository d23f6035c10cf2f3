import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { STREAM_COMMENT_MS, StreamParser } from '../../src/protocol/messages/room-http.ts';
import { streamOf } from '../../worker/event-stream.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The Worker's end of a socket, as far as a stream uses it. */
function socket() {
  return Object.assign(new EventTarget(), { accept: vi.fn<() => void>(), close: vi.fn<(code: number) => void>() });
}

const read = (socketLike: ReturnType<typeof socket>) =>
  streamOf(socketLike as unknown as WebSocket, false)
    .pipeThrough(new TextDecoderStream())
    .getReader();

test('H3: a silent room says at least something, so that no proxy takes the stream for dead', async () => {
  const reader = read(socket());
  const first = reader.read();
  await vi.advanceTimersByTimeAsync(STREAM_COMMENT_MS);
  const { value = '' } = await first;
  expect(value).not.toBe('');
  expect(new StreamParser().push(value)).toEqual([]);
});

test('H3: nothing goes on behind the end', async () => {
  const end = socket();
  const reader = read(end);
  end.dispatchEvent(Object.assign(new Event('close'), { code: 4409 }));
  end.dispatchEvent(Object.assign(new Event('message'), { data: 'late' }));
  expect((await reader.read()).value).toContain('4409');
  expect((await reader.read()).done).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('H3: a reader who goes closes the socket', async () => {
  const end = socket();
  await streamOf(end as unknown as WebSocket, false).cancel();
  expect(end.close).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});
