import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { IceMessage } from '../../../src/protocol/messages/room-message.ts';
import { IceServers } from '../../../src/signaling/ice-servers.ts';

const A = 'aaaaaaaaaaaa';
const STUN = { urls: ['stun:stun.test'] };
const RELAY = { urls: ['turn:turn.test'], username: 'u', credential: 'c' };
const all: IceMessage = { type: 'ice', servers: [STUN, RELAY], ttlSeconds: 600 };
const failing: IceMessage = { type: 'ice', servers: [STUN], ttlSeconds: 600, missing: 'relay-unavailable' };

let ending: AbortController;
let ask: ReturnType<typeof vi.fn<() => boolean>>;
let ice: IceServers;

beforeEach(() => {
  vi.useFakeTimers();
  ending = new AbortController();
  ask = vi.fn<() => boolean>(() => true);
  ice = new IceServers(ask, ending.signal);
});
afterEach(() => {
  ending.abort();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Everything that is due by then. */
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('asking', () => {
  test('I2: waits for a partner', async () => {
    ice.gotPeers([]);
    await pass(100_000);
    expect(ask).not.toHaveBeenCalled();
    ice.gotJoined(A);
    await pass(0);
    expect(ask).toHaveBeenCalledOnce();
  });

  test('is done once for all who are there', async () => {
    ice.gotPeers([A, 'bbbbbbbbbbbb']);
    await pass(0);
    ice.gotJoined('cccccccccccc');
    ice.got(all);
    ice.gotJoined('dddddddddddd');
    await pass(1000);
    expect(ask).toHaveBeenCalledOnce();
  });

  test('I6: is done again before the time is up, while there is a partner', async () => {
    ice.gotPeers([A]);
    await pass(0);
    ice.got(all);
    await pass(399_000);
    expect(ask).toHaveBeenCalledTimes(1);
    await pass(1000);
    expect(ask).toHaveBeenCalledTimes(2);
    ice.got(all);
    ice.gotLeft(A);
    await pass(1_000_000);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(ice.servers).toEqual([STUN]);
    ice.gotJoined(A);
    await pass(0);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  test('is not repeated by a rejoin, but is when it was lost', async () => {
    ask.mockReturnValueOnce(false);
    ice.gotPeers([A]);
    await pass(100_000);
    expect(ask).toHaveBeenCalledTimes(1);
    ice.gotAway();
    ice.gotPeers([A]);
    await pass(0);
    expect(ask).toHaveBeenCalledTimes(2);
    ice.got(all);
    ice.gotAway();
    ice.gotPeers([A]);
    await pass(1000);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test('ends with the membership', async () => {
    ice.gotPeers([A]);
    expect(ask).toHaveBeenCalledTimes(1);
    ending.abort();
    await pass(100_000);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});

describe('ready', () => {
  test('resolves with the answer', async () => {
    ice.gotPeers([A]);
    const ready = ice.ready(1000);
    await pass(300);
    ice.got(all);
    expect(await ready).toEqual([STUN, RELAY]);
    expect(await ice.ready(1000)).toEqual([STUN, RELAY]);
  });

  test('I8: resolves with what there is when the time is up: nothing, or STUN', async () => {
    ice.gotPeers([A]);
    const ready = ice.ready(1000);
    await pass(1000);
    expect(await ready).toEqual([]);
    ice.got(failing);
    expect(await ice.ready(1000)).toEqual([STUN]);
    expect(ice.missing).toBe('relay-unavailable');
  });

  test('resolves when it is known that there are none', async () => {
    const ready = ice.ready(1000);
    ice.got({ type: 'ice-refused', code: 'relay-unavailable' });
    expect(await ready).toEqual([]);
    expect(ice.missing).toBe('relay-unavailable');
  });
});

describe('relay', () => {
  test('resolves when there is one, at once when it is known', async () => {
    ice.gotPeers([A]);
    const relay = ice.relay(1000);
    await pass(300);
    ice.got(failing);
    await pass(300);
    ice.got(all);
    expect(await relay).toBeUndefined();
    expect(await ice.relay(1000)).toBeUndefined();
  });

  test.each(['relay-none', 'relay-limited'] as const)('%s is final for now', async (code) => {
    const relay = ice.relay(1000);
    ice.got({ ...failing, missing: code });
    expect(await relay).toBe(code);
  });

  test('I8: a service that fails may still answer, until the time is up', async () => {
    const relay = ice.relay(1000);
    ice.got(failing);
    await pass(1000);
    expect(await relay).toBe('relay-unavailable');
    await pass(600_000);
    const none = ice.relay(1000);
    await pass(1000);
    expect(await none).toBe('relay-unavailable');
  });
});

describe('onChange', () => {
  test('I8: tells of the relay that comes late, of a renewal, and of nothing else', () => {
    const changed = vi.fn<() => void>();
    ice.onChange(changed, ending.signal);
    ice.gotPeers([A]);
    ice.got(failing);
    expect(changed).toHaveBeenCalledTimes(1);
    ice.got(all);
    expect(changed).toHaveBeenCalledTimes(2);
    ice.got(failing);
    expect(changed).toHaveBeenCalledTimes(2);
    ice.got({ ...all, servers: [STUN, { ...RELAY, credential: 'other' }] });
    expect(changed).toHaveBeenCalledTimes(3);
  });

  test('what it hands out is its own copy', () => {
    ice.got(all);
    ice.servers.pop();
    expect(ice.servers).toHaveLength(2);
  });
});
