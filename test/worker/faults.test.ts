import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';

import type { PeerId } from '../../src/protocol/messages/room-message.ts';
import type { Member } from '../../worker/room-core.ts';
import { join, newIdentity, newRoomId, roomOf, type Peer } from './support/peer.ts';

/** Closes sockets behind the room's back: sending to them throws from then on. */
async function breakSockets(roomId: string, peers: readonly PeerId[]): Promise<void> {
  await runInDurableObject(roomOf(roomId), (_, state) => {
    for (const socket of state.getWebSockets()) {
      if (peers.includes((socket.deserializeAttachment() as Member).peer)) socket.close(1000);
    }
  });
}

/**
 * Two that answer closes and two that do not, so that their sockets stay in the room until the room itself finds out.
 */
async function four(roomId: string): Promise<[Peer, Peer, Peer, Peer]> {
  const peers: [Peer, Peer, Peer, Peer] = [
    await join(roomId),
    await join(roomId),
    await join(roomId, newIdentity(), true),
    await join(roomId, newIdentity(), true),
  ];
  for (const peer of peers) await peer.drain();
  return peers;
}

describe('faults', () => {
  test('R15: a socket that cannot be sent to ends alone', async () => {
    const roomId = newRoomId();
    const [a, b, deaf] = await four(roomId);
    await breakSockets(roomId, [deaf.id]);
    a.send(deaf.id, 'x');
    expect(await a.next()).toEqual({ type: 'left', peer: deaf.id });
    a.send(b.id, 'fine');
    expect(await b.drain()).toEqual([
      { type: 'left', peer: deaf.id },
      { type: 'message', from: a.id, payload: 'fine' },
    ]);
    expect(await a.drain()).toEqual([]);
    expect((await join(roomId)).others).not.toContain(deaf.id);
  });

  test('R15: several such sockets, found while a newcomer is announced, end each once', async () => {
    const roomId = newRoomId();
    const [a, b, c, d] = await four(roomId);
    await breakSockets(roomId, [c.id, d.id]);
    const newcomer = await join(roomId);
    const leaving = [
      { type: 'left', peer: c.id },
      { type: 'left', peer: d.id },
    ];
    for (const peer of [a, b]) {
      expect((await peer.drain()).toSorted(byPeer)).toEqual(
        [{ type: 'joined', peer: newcomer.id }, ...leaving].toSorted(byPeer),
      );
    }
    expect(newcomer.others).toEqual([a.id, b.id, c.id, d.id]);
    expect((await newcomer.drain()).toSorted(byPeer)).toEqual(leaving.toSorted(byPeer));
  });

  test('R15: several such sockets, found while another leaves, end each once', async () => {
    const roomId = newRoomId();
    const [a, b, c, d] = await four(roomId);
    await breakSockets(roomId, [c.id, d.id]);
    a.sendRaw('bad');
    expect(await a.closed).toMatchObject({ code: 4400 });
    expect((await b.drain()).toSorted(byPeer)).toEqual(
      [a, c, d].map(({ id }) => ({ type: 'left', peer: id })).toSorted(byPeer),
    );
  });

  test('R15: a room whose every socket was dropped begins anew', async () => {
    const roomId = newRoomId();
    const [a] = await four(roomId);
    await evictDurableObject(roomOf(roomId), { webSockets: 'close' });
    await a.closed;
    expect((await join(roomId)).others).toEqual([]);
  });
});

const byPeer = (a: object, b: object): number => JSON.stringify(a).localeCompare(JSON.stringify(b));
