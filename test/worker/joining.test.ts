import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';

import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import { MAX_PEERS, MAX_TOLD_PEERS } from '../../src/protocol/limits.ts';
import { HOST_MARK, SUBPROTOCOL } from '../../src/protocol/messages/room-message.ts';
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
    const host = await join(roomId, identity, false, true);
    const rest = await Promise.all(Array.from({ length: MAX_PEERS - 1 }, async () => join(roomId)));
    const surplus = await open(roomId);
    expect(await surplus.closed).toEqual({ code: 4431, reason: 'room-full' });
    expect((await host.drain()).filter(({ type }) => type === 'joined')).toHaveLength(MAX_PEERS - 1);

    const rejoined = await join(roomId, identity, false, true);
    expect(rejoined.others.toSorted()).toEqual(rest.map(({ id }) => id).toSorted());
    expect(await host.closed).toMatchObject({ code: 4409 });

    rest[0]?.close();
    await rest[0]?.closed;
    expect(await rejoined.next()).toEqual({ type: 'left', peer: rest[0]?.id });
    const last = await join(roomId);
    expect(last.others).toContain(rejoined.id);
  });

  test('R3, R6: in a full room guests are told of the host and of a few, and these alone hear of them', async () => {
    const roomId = newRoomId();
    const host = await join(roomId, newIdentity(), false, true);
    const guests: Peer[] = [];
    for (let each = 1; each < MAX_PEERS; each++) guests.push(await join(roomId));
    expect(new Set(guests.map(({ others }) => others.includes(host.id)))).toEqual(new Set([true]));
    const last = guests.at(-1)!;
    expect(last.others).toHaveLength(MAX_TOLD_PEERS + 1);
    const heard = await Promise.all(guests.map((guest) => guest.drain()));
    const joined = guests.filter((_, at) => heard[at]?.some((each) => each.type === 'joined' && each.peer === last.id));
    expect([host.id, ...joined.map(({ id }) => id)].toSorted()).toEqual(last.others.toSorted());
    // A guest hears of about as many newcomers as it was told of others.
    expect(heard.reduce((sum, each) => sum + each.length, 0)).toBeLessThanOrEqual(guests.length * MAX_TOLD_PEERS);

    await evictDurableObject(roomOf(roomId));
    last.close();
    await last.closed;
    for (const guest of guests.slice(0, -1))
      expect(await guest.drain()).toEqual(last.others.includes(guest.id) ? [{ type: 'left', peer: last.id }] : []);
  });

  test('R19: the mark of a host is not selected, and it is what makes a host', async () => {
    const roomId = newRoomId();
    const marked = `${SUBPROTOCOL}, id.${newIdentity()}, ${HOST_MARK}`;
    const { headers, webSocket } = await upgrade(roomId, { 'Sec-WebSocket-Protocol': marked });
    expect(headers.get('Sec-WebSocket-Protocol')).toBe(SUBPROTOCOL);
    const welcome = await new Peer(webSocket as WebSocket).next();
    expect(welcome).toMatchObject({ type: 'welcome', peers: [] });
    const id = welcome.type === 'welcome' ? welcome.self : '';
    const guest = await open(roomId);
    expect(await guest.next()).toMatchObject({ type: 'welcome', peers: [id], hosts: [id] });
    const { id: second } = await join(roomId);
    expect(await (await open(roomId)).next()).toMatchObject({
      peers: expect.arrayContaining([id, second]),
      hosts: [id],
    });
  });

  test('R20: "more" is answered with those that a peer does not know, and with nobody when it knows all', async () => {
    const roomId = newRoomId();
    const first = await join(roomId);
    for (let each = 0; each <= MAX_TOLD_PEERS + 4; each++) await join(roomId);
    const late = await join(roomId);
    expect(late.others).toHaveLength(MAX_TOLD_PEERS);
    await first.drain();
    late.sendRaw('{"type":"more"}');
    const more = await late.next();
    const found = more.type === 'peers' ? more.peers : [];
    expect(new Set([...late.others, ...found]).size).toBe(MAX_TOLD_PEERS + 6);
    late.sendRaw('{"type":"more"}');
    expect(await late.next()).toEqual({ type: 'peers', peers: [] });
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
