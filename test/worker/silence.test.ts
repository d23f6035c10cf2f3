import { runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { join, newRoomId, roomOf } from './support/peer.ts';

afterEach(() => vi.restoreAllMocks());

describe('silence', () => {
  test('R14: a room stores nothing, whatever happens in it', async () => {
    const roomId = newRoomId();
    const [a, b] = [await join(roomId), await join(roomId)];
    a.send(b.id, 'Zm9v');
    b.sendRaw('bad');
    await b.closed;
    await a.drain();
    await runInDurableObject(roomOf(roomId), async (_, { storage }) => {
      expect(await storage.list()).toEqual(new Map());
      expect(await storage.getAlarm()).toBeNull();
      const tables = storage.sql
        .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'")
        .toArray();
      expect(tables).toEqual([]);
    });
  });

  test('R15: nor does it log, not even what broke it', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => vi.spyOn(console, level));
    const [a] = [await join(newRoomId())];
    a.send(a.id, 'Zm9v');
    a.sendRaw('{"type":"send","to":"person@example.test","payload":"192.0.2.1"}');
    await a.closed;
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});
