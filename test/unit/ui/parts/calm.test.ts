/** When what is beside a list is loaded. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Listeners } from '../../../../src/protocol/listeners.ts';
import { calmOf } from '../../../../src/ui/parts/calm.ts';

const LIST = { isBusy: false, bytesDone: 0, hasMore: false };

class FakeList {
  view = LIST;
  readonly listeners = new Listeners();

  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener, signal);
  }

  set(changes: Partial<typeof LIST>): void {
    this.view = { ...this.view, ...changes };
    this.listeners.call();
  }
}

/** Whether it is calm, asked from now on. */
function watched(list = new FakeList()) {
  let isCalm = false;
  void calmOf(list).then(() => (isCalm = true));
  return {
    list,
    after: async (ms: number): Promise<boolean> => {
      await vi.advanceTimersByTimeAsync(ms);
      return isCalm;
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a person who clicks at once has 400 ms', async () => {
  const { after } = watched();
  expect(await after(399)).toBe(false);
  expect(await after(1)).toBe(true);
});

test('a transfer that has begun meanwhile brings its first bytes before', async () => {
  const { list, after } = watched();
  list.set({ isBusy: true });
  expect(await after(1500)).toBe(false);
  list.set({ bytesDone: 65_536 });
  expect(await after(0)).toBe(true);
});

test('first bytes do not end the 400 ms', async () => {
  const { list, after } = watched();
  list.set({ isBusy: true, bytesDone: 65_536 });
  expect(await after(399)).toBe(false);
  expect(await after(1)).toBe(true);
});

test('a transfer that is over is not waited for', async () => {
  const { list, after } = watched();
  list.set({ isBusy: true });
  expect(await after(500)).toBe(false);
  list.set({ isBusy: false });
  expect(await after(0)).toBe(true);
});

test('a transfer that does not begin is waited for 2 s', async () => {
  const { list, after } = watched();
  list.set({ isBusy: true });
  expect(await after(1999)).toBe(false);
  expect(await after(1)).toBe(true);
});

test('what has come already is shown at once, and what comes as well, whatever is under way', async () => {
  const early = new FakeList();
  early.view = { ...LIST, hasMore: true };
  expect(await watched(early).after(0)).toBe(true);
  const { list, after } = watched();
  list.set({ isBusy: true });
  expect(await after(0)).toBe(false);
  list.set({ hasMore: true });
  expect(await after(0)).toBe(true);
});

test('a list is new once', async () => {
  const { list, after } = watched();
  expect(await after(400)).toBe(true);
  expect(await watched(list).after(0)).toBe(true);
  list.set({ isBusy: true });
  expect(await watched(list).after(0)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
