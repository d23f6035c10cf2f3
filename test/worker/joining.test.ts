import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';

import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { MAX_PEERS } from '../../src/protocol/limits.ts';
import { SUBPROTOCOL } from '../../src/protocol/messages/room-message.ts';
import { MAX_ROOM_SOCKETS } from '../../worker/limits.ts';
import { join, newIdentity, newRoomId, open, Peer, roomOf, upgrade } from './support/peer.ts';

describe('joining', { timeout: 30_000 }, () => {
  test('R1: selects the version, and never the identity', async () => {
    const { status, headers, webSocket } = await upgrade(newRoomId());
    expect(status).toBe(101);
    expect(webSocket).not.toBeNull();
    expect(headers.get('Sec-WebSocket-Protocol')).toBe(SUBPROTOCOL);
  });

  test('R1: takes its own version from among several', async () => {
    const peer = await open(newRoomId(), { 'Sec-WebSocket-Protocol': `beamline.2,${SUBPROTOCOL},id.${newIdentity()}` });
    expect(await peer.next()).toMatchObject({ type: 'welcome' });
  });

  test.each(['beamline.2', 'id.x, beamline.0, beamline.7'])(
    'R1, R8: opens and closes a socket of other versions only (%s)',
    async (offered) => {
      const { headers, webSocket } = await upgrade(newRoomId(), { 'Sec-WebSocket-Protocol': offered });
      expect(offered.split(', ')).toContain(headers.get('Sec-WebSocket-Protocol'));
      expect(await new Peer(webSocket as WebSocket).closed).toEqual({ code: 4426, reason: 'outdated' });
    },
  );

  test('R2: derives the peer id from the identity', async () => {
    const identity = newIdentity();
    const digest = await crypto.subtle.digest('SHA-256', fromBase64url(identity) as Uint8Array);
    const peer = await join(newRoomId(), identity);
    expect(peer.id).toBe(toBase64url(new Uint8Array(digest).subarray(0, 9)));
    expect(peer.id).toHaveLength(12);
  });

  test('R2: gives the room neither identity nor address', async () => {
    const roomId = newRoomId();
    const identity = newIdentity();
    await join(roomId, identity);
    const attachments = await runInDurableObject(roomOf(roomId), (_, state) =>
      JSON.stringify(state.getWebSockets().map((socket) => socket.deserializeAttachment() as unknown)),
    );
    expect(attachments).toContain('budget');
    expect(attachments).not.toMatch(new RegExp(`${identity}|10\\.\\d`));
  });

  test('R3: welcomes the first peer with nobody', async () => {
    expect((await join(newRoomId())).others).toEqual([]);
  });

  test('R3: names those who are there to the newcomer in the order of joining, and the newcomer to them', async () => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await join(roomId);
    const c = await join(roomId);
    expect(c.others).toEqual([a.id, b.id]);
    expect(await a.drain()).toEqual([
      { type: 'joined', peer: b.id },
      { type: 'joined', peer: c.id },
    ]);
    expect(await b.drain()).toEqual([{ type: 'joined', peer: c.id }]);
    expect(await c.drain()).toEqual([]);
  });

  test('R3: keeps rooms apart', async () => {
    const a = await join(newRoomId());
    const b = await join(newRoomId());
    expect(b.others).toEqual([]);
    a.send(b.id, 'secret');
    expect(await a.next()).toEqual({ type: 'left', peer: b.id });
    expect(await b.drain()).toEqual([]);
  });

  test('R4: replaces the socket of the same identity, without a "left"', async () => {
    const roomId = newRoomId();
    const identity = newIdentity();
    const older = await join(roomId, identity);
    const other = await join(roomId);
    const newer = await join(roomId, identity);
    expect(await older.closed).toEqual({ code: 4409, reason: 'replaced' });
    expect(newer.id).toBe(older.id);
    expect(newer.others).toEqual([other.id]);

    other.send(newer.id, 'again');
    expect(await newer.next()).toEqual({ type: 'message', from: other.id, payload: 'again' });
    expect(await other.drain()).toEqual([{ type: 'joined', peer: newer.id }]);
    expect((await join(roomId)).others).toEqual([other.id, newer.id]);
  });

  test('R4: what the replaced socket still sends reaches nobody', async () => {
    const roomId = newRoomId();
    const identity = newIdentity();
    const older = await join(roomId, identity, true);
    const other = await join(roomId);
    const newer = await join(roomId, identity);
    older.send(other.id, 'late');
    older.sendRaw(new ArrayBuffer(1));
    older.close();
    newer.send(other.id, 'now');
    expect(await other.drain()).toEqual([
      { type: 'joined', peer: newer.id },
      { type: 'message', from: newer.id, payload: 'now' },
    ]);
  });

  test(`R13: holds ${MAX_PEERS} peers, closes the next one, and a rejoin is not one more`, async () => {
    const roomId = newRoomId();
    const identity = newIdentity();
    const first = await join(roomId, identity);
    const rest = await Promise.all(Array.from({ length: MAX_PEERS - 1 }, async () => join(roomId)));
    const surplus = await open(roomId);
    expect(await surplus.closed).toEqual({ code: 4431, reason: 'room-full' });
    expect((await first.drain()).filter(({ type }) => type === 'joined')).toHaveLength(MAX_PEERS - 1);

    const rejoined = await join(roomId, identity);
    expect(rejoined.others).toHaveLength(MAX_PEERS - 1);
    expect(await first.closed).toMatchObject({ code: 4409 });

    rest[0]?.close();
    await rest[0]?.closed;
    expect(await rejoined.next()).toEqual({ type: 'left', peer: rest[0]?.id });
    expect((await join(roomId)).others).toHaveLength(MAX_PEERS - 1);
  });

  test('R13: closed sockets whose other side never answers cannot pile up', async () => {
    const roomId = newRoomId();
    const identity = newIdentity();
    const other = await join(roomId);
    const deaf: Peer[] = [];
    for (let i = 1; i < MAX_ROOM_SOCKETS; i++) deaf.push(await join(roomId, identity, true));
    expect(await (await open(roomId)).closed).toMatchObject({ code: 4431 });

    other.send(other.id, 'fine');
    expect(await other.drain()).toContainEqual({ type: 'message', from: other.id, payload: 'fine' });
    for (const peer of deaf) peer.close();
  });
});
