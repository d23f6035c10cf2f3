import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';

import { SIGNAL_BURST, SIGNAL_PER_SECOND } from '../../src/protocol/limits.ts';
import { PING, PONG } from '../../src/protocol/messages/room-message.ts';
import type { Member } from '../../worker/room-core.ts';
import { join, newIdentity, newRoomId, roomOf, type Peer } from './support/peer.ts';

async function two(roomId: string): Promise<[Peer, Peer]> {
  const peers: [Peer, Peer] = [await join(roomId), await join(roomId)];
  for (const peer of peers) await peer.drain();
  return peers;
}

describe('a room that was evicted', { timeout: 30_000 }, () => {
  test('R14: relays, answers pings, welcomes and says goodbye as if nothing had been', async () => {
    const roomId = newRoomId();
    const room = roomOf(roomId);
    const [a, b] = await two(roomId);

    await evictDurableObject(room);
    a.send(b.id, 'one');
    expect(await b.next()).toEqual({ type: 'message', from: a.id, payload: 'one' });

    await evictDurableObject(room);
    a.sendRaw(PING);
    expect(await a.nextText()).toBe(PONG);

    a.send(b.id, 'two');
    expect(await b.next()).toMatchObject({ payload: 'two' });
    await evictDurableObject(room);
    const c = await join(roomId);
    expect(c.others).toEqual([a.id, b.id]);
    expect(await a.next()).toEqual({ type: 'joined', peer: c.id });
    expect(await b.next()).toEqual({ type: 'joined', peer: c.id });

    await evictDurableObject(room); // who knows whom is not lost
    b.close(1000);
    expect(await b.closed).toMatchObject({ code: 1000 });
    expect(await a.next()).toEqual({ type: 'left', peer: b.id });
    expect(await c.next()).toEqual({ type: 'left', peer: b.id });

    await evictDurableObject(room);
    a.send(b.id, 'three');
    expect(await a.next()).toEqual({ type: 'left', peer: b.id });
  });

  test('R14: still knows whom a rejoin replaces', async () => {
    const roomId = newRoomId();
    const identity = newIdentity();
    const older = await join(roomId, identity);
    const other = await join(roomId);
    await evictDurableObject(roomOf(roomId));
    const newer = await join(roomId, identity);
    expect(await older.closed).toMatchObject({ code: 4409 });
    await evictDurableObject(roomOf(roomId));
    expect(await other.drain()).toEqual([{ type: 'joined', peer: newer.id }]);
    expect((await join(roomId)).others).toEqual([other.id, newer.id]);
  });

  test('R14: does not take a socket that it was closing for a member', async () => {
    const roomId = newRoomId();
    const [a, b] = await two(roomId);
    a.sendRaw('bad');
    expect(await b.next()).toEqual({ type: 'left', peer: a.id });
    await evictDurableObject(roomOf(roomId));
    expect((await join(roomId)).others).toEqual([b.id]);
  });

  test('R14, R10: keeps the budgets', async () => {
    const roomId = newRoomId();
    const [a, b] = await two(roomId);
    const startedAt = performance.now();
    for (let i = 0; i < SIGNAL_BURST - 100; i++) a.send(b.id, 'x');
    await b.nextOf(SIGNAL_BURST - 100);
    await evictDurableObject(roomOf(roomId));
    for (let i = 0; i < SIGNAL_BURST; i++) a.send(b.id, 'x');
    expect(await a.closed).toMatchObject({ code: 4429 });
    const heard = await b.drain();
    const regained = ((performance.now() - startedAt) / 1000) * SIGNAL_PER_SECOND;
    expect(heard.length).toBeLessThanOrEqual(100 + regained);
  });

  test('R14: has stored nothing, and keeps little with each socket', async () => {
    const roomId = newRoomId();
    const [a, b] = await two(roomId);
    a.send(b.id, 'x');
    await b.next();
    const { stored, members } = await runInDurableObject(roomOf(roomId), async (_, state) => ({
      stored: (await state.storage.list()).size,
      members: state.getWebSockets().map((socket) => socket.deserializeAttachment() as Member),
    }));
    expect(stored).toBe(0);
    expect(members.map(({ peer }) => peer).toSorted()).toEqual([a.id, b.id].toSorted());
    expect(Object.keys(members[0] ?? {}).toSorted()).toEqual([
      'addressKey',
      'budget',
      'isHost',
      'joinedAtMs',
      'knows',
      'peer',
    ]);
  });
});
