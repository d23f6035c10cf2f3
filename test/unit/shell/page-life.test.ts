import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { PageLife } from '../../../src/shell/page-life.ts';

/** Of the window and of the document; handlers see each other's changes, as in a browser. */
let page: EventTarget;
let visible: EventTarget & { visibilityState: string };
let reloads = 0;
let life: PageLife;

beforeEach(async () => {
  vi.resetModules();
  page = new EventTarget();
  visible = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('document', visible);
  reloads = 0;
  const { PageLife } = await import('../../../src/shell/page-life.ts');
  life = new PageLife({ reload: () => (reloads += 1) });
});

afterEach(() => vi.unstubAllGlobals());

const transition = (type: 'pagehide' | 'pageshow', persisted: boolean) =>
  page.dispatchEvent(Object.assign(new Event(type), { persisted }));
const never = new AbortController().signal;

describe('a page', () => {
  test('that goes into the cache with a session in it ends it at once, and begins anew when it comes back', () => {
    const left = vi.fn();
    life.onLeave(left, never);
    transition('pagehide', true);
    expect(left).toHaveBeenCalledTimes(1);
    expect(reloads).toBe(0);
    transition('pageshow', true);
    expect(reloads).toBe(1);
  });

  test('that held nothing comes back as it was', () => {
    const woken = vi.fn();
    const ended = new AbortController();
    life.onLeave(() => {}, ended.signal);
    ended.abort();
    life.onWake(woken, never);
    transition('pagehide', true);
    transition('pageshow', true);
    expect([reloads, woken.mock.calls.length]).toEqual([0, 1]);
  });

  test('that is shown for the first time has not come back', () => {
    life.onLeave(() => {}, never);
    transition('pageshow', false);
    expect(reloads).toBe(0);
  });

  test('wakes when it is seen again or runs again, and not when it is hidden', () => {
    const woken = vi.fn();
    life.onWake(woken, never);
    visible.visibilityState = 'hidden';
    visible.dispatchEvent(new Event('visibilitychange'));
    visible.dispatchEvent(new Event('freeze'));
    expect(woken).not.toHaveBeenCalled();
    visible.dispatchEvent(new Event('resume'));
    visible.visibilityState = 'visible';
    visible.dispatchEvent(new Event('visibilitychange'));
    expect(woken).toHaveBeenCalledTimes(2);
  });

  test('a session that has ended hears no more', () => {
    const [left, woken, online] = [vi.fn(), vi.fn(), vi.fn()];
    const ended = new AbortController();
    life.onLeave(left, ended.signal);
    life.onWake(woken, ended.signal);
    life.onOnline(online, ended.signal);
    page.dispatchEvent(new Event('online'));
    ended.abort();
    transition('pagehide', false);
    visible.dispatchEvent(new Event('resume'));
    page.dispatchEvent(new Event('online'));
    expect([left, woken, online].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 1]);
  });
});
