import { env } from 'cloudflare:workers';
import { evictDurableObject, listDurableObjectIds } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';

import { MAX_PEERS, MAX_POST_BYTES, MAX_SIGNAL_CHARS, SIGNAL_BURST } from '../../src/protocol/limits.ts';
import { JOIN_HEADER, messagesPath, streamPath } from '../../src/protocol/messages/room-http.ts';
import { PING, PONG } from '../../src/protocol/messages/room-message.ts';
import { getStream, HttpPeer, offerOf, postMessages } from './support/http-peer.ts';
import { join, newAddress, newIdentity, newRoomId, ORIGIN, roomOf } from './support/peer.ts';
import { restoreVarsAfterEach, setVars } from './support/vars.ts';

restoreVarsAfterEach();

async function expectRefusal(response: Response, status: number, error: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error });
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
}

describe('a room by HTTP', { timeout: 30_000 }, () => {
  test('H3, R3: is the same room: who is there by whatever way sees who comes by the other', async () => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await HttpPeer.join(roomId);
    expect(b.others).toEqual([a.id]);
    expect(await a.next()).toEqual({ type: 'joined', peer: b.id });
    const c = await join(roomId);
    expect(c.others).toEqual([a.id, b.id]);
    expect(await b.next()).toEqual({ type: 'joined', peer: c.id });
  });

  test('H3: nobody on the way may keep, compress or hold back the stream', async () => {
    const { headers, status, body } = await getStream(newRoomId());
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toBe('text/event-stream');
    expect(headers.get('Cache-Control')).toBe('no-store, no-transform');
    expect(headers.get('X-Accel-Buffering')).toBe('no');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    await body?.cancel();
  });

  test('H4, R5: messages go both ways, stamped and in order, several in one request', async () => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await HttpPeer.join(roomId);
    await a.next();
    a.send(b.id, 'Zm9v');
    expect(await b.next()).toEqual({ type: 'message', from: a.id, payload: 'Zm9v' });
    const payloads = Array.from({ length: 20 }, (_, index) => `n${index}`);
    expect(
      await b.post(...payloads.map((payload) => JSON.stringify({ type: 'send', from: a.id, to: a.id, payload }))),
    ).toBe(204);
    expect(await a.nextOf(20)).toEqual(payloads.map((payload) => ({ type: 'message', from: b.id, payload })));
    expect(await b.send('AAAAAAAAAAAA', 'x')).toBe(204);
    expect(await b.next()).toEqual({ type: 'left', peer: 'AAAAAAAAAAAA' });
  });

  test('H4: only who has the identity of a peer that is there can speak for it', async () => {
    const roomId = newRoomId();
    const a = await HttpPeer.join(roomId);
    const text = JSON.stringify({ type: 'send', to: a.id, payload: 'x' });
    await expectRefusal(await postMessages(roomId, text), 409, 'not-joined');
    await expectRefusal(
      await postMessages(newRoomId(), text, { [JOIN_HEADER]: offerOf(a.identity) }),
      409,
      'not-joined',
    );
    await expectRefusal(await postMessages(roomId, text, { [JOIN_HEADER]: null }), 400, 'subprotocol-bad');
    expect(await a.send(a.id, 'mine')).toBe(204);
    expect(await a.next()).toMatchObject({ payload: 'mine' });
  });

  test('H6, R7: "ping" is answered by "pong" through the room', async () => {
    const a = await HttpPeer.join(newRoomId());
    expect(await a.post(PING)).toBe(204);
    expect(await a.nextEvent()).toEqual({ type: 'text', text: PONG });
  });

  test('H3, R6: a reader who goes has left', async () => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await HttpPeer.join(roomId);
    await a.next();
    await b.leave();
    expect(await a.next()).toEqual({ type: 'left', peer: b.id });
    expect(await b.send(a.id, 'late')).toBe(409);
  });

  test('H3, R6: one whose connection breaks has left', async () => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const breaking = new AbortController();
    const { exports } = await import('cloudflare:workers');
    const headers = { [JOIN_HEADER]: offerOf(newIdentity()), 'Sec-Fetch-Site': 'same-origin' };
    await exports.default.fetch(ORIGIN + streamPath(roomId), { headers, signal: breaking.signal });
    const joined = await a.next();
    expect(joined).toMatchObject({ type: 'joined' });
    breaking.abort();
    expect(await a.next()).toMatchObject({ type: 'left' });
  });

  test('H3, R6: one who says so has left, whatever the way does with the stream', async () => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await HttpPeer.join(roomId);
    await a.next();
    const deletion = { [JOIN_HEADER]: offerOf(b.identity), Origin: ORIGIN };
    expect((await getStream(roomId, deletion, 'DELETE')).status).toBe(204);
    expect(await a.next()).toEqual({ type: 'left', peer: b.id });
    expect(await b.nextEvent()).toEqual({ type: 'closed', code: 1000 });
    expect((await getStream(roomId, deletion, 'DELETE')).status).toBe(409);
    expect((await getStream(roomId, { ...deletion, [JOIN_HEADER]: offerOf(newIdentity()) }, 'DELETE')).status).toBe(
      409,
    );
    expect(await a.drain()).toEqual([]);
  });

  test('H3: one who never reads is closed, and its room goes on', async () => {
    const roomId = newRoomId();
    const senders = await Promise.all([join(roomId), join(roomId), join(roomId)]);
    const deaf = await HttpPeer.join(roomId);
    for (const sender of senders) for (let i = 0; i < 40; i++) sender.send(deaf.id, 'x'.repeat(60_000));
    const [first] = senders;
    for (;;) {
      const message = await first?.next();
      if (message?.type === 'left' && message.peer === deaf.id) break;
    }
    first?.send(first.id, 'fine');
  });

  test.each([
    ['what cannot be read', 'bad', 4400],
    ['what is too large', `{"type":"send","to":"AAAAAAAAAAAA","payload":"${'x'.repeat(MAX_SIGNAL_CHARS)}"}`, 4413],
  ])('H7, R9: %s ends the stream with the code', async (_, text, code) => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await HttpPeer.join(roomId);
    await a.next();
    expect(await b.post(text)).toBe(204);
    expect(await b.nextEvent()).toEqual({ type: 'closed', code });
    expect(await b.nextEvent()).toBeUndefined();
    expect(await a.next()).toEqual({ type: 'left', peer: b.id });
  });

  test('H4, R9: what comes after a bad message is not relayed', async () => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await HttpPeer.join(roomId);
    await a.next();
    expect(await b.post('bad', JSON.stringify({ type: 'send', to: a.id, payload: 'late' }))).toBe(409);
    expect(await a.drain()).toEqual([{ type: 'left', peer: b.id }]);
  });

  test('H4, R10: the budget is that of the peer, by whatever way it speaks', async () => {
    const roomId = newRoomId();
    const b = await HttpPeer.join(roomId);
    const line = JSON.stringify({ type: 'send', to: 'AAAAAAAAAAAA', payload: 'x' });
    await b.post(...Array.from({ length: SIGNAL_BURST + 200 }, () => line));
    for (;;) {
      const event = await b.nextEvent();
      if (event?.type === 'closed') {
        expect(event.code).toBe(4429);
        break;
      }
    }
  });

  test('H7, R4: a rejoin by the other way ends the stream with 4409', async () => {
    const roomId = newRoomId();
    const identity = newIdentity();
    const older = await HttpPeer.join(roomId, identity);
    const newer = await join(roomId, identity);
    expect(newer.id).toBe(older.id);
    expect(await older.nextEvent()).toEqual({ type: 'closed', code: 4409 });
  });

  test('H7, R1: another version is a stream that says 4426', async () => {
    const stream = new HttpPeer(
      '',
      '',
      await getStream(newRoomId(), { [JOIN_HEADER]: `beamline.2, id.${newIdentity()}` }),
    );
    expect(await stream.nextEvent()).toEqual({ type: 'closed', code: 4426 });
    expect(await stream.nextEvent()).toBeUndefined();
  });

  test('H7, R13: a full room is a stream that says 4431', async () => {
    const roomId = newRoomId();
    await Promise.all(Array.from({ length: MAX_PEERS }, async () => join(roomId)));
    const stream = new HttpPeer('', '', await getStream(roomId));
    expect(await stream.nextEvent()).toEqual({ type: 'closed', code: 4431 });
  });

  test('H7, R11: joins by HTTP are counted with the others', async () => {
    const address = newAddress();
    for (let attempt = 1; attempt <= 201; attempt++) {
      const stream = new HttpPeer('', '', await getStream(newRoomId(), { 'CF-Connecting-IP': address }));
      const event = await stream.nextEvent();
      await stream.leave();
      if (event?.type === 'closed') return expect(event.code).toBe(4430);
    }
    expect.fail('not limited');
  });

  test('H5: a padded stream fills the buffers on the way after each event', async () => {
    const { body } = await getStream(newRoomId(), {}, 'GET', '?padded');
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.endsWith('\n\n')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain('"welcome"');
    expect(text.length).toBeGreaterThan(8192);
    await reader?.cancel();
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await HttpPeer.join(roomId, newIdentity(), true);
    a.send(b.id, 'x');
    expect(await b.next()).toMatchObject({ payload: 'x' });
  });

  test('R14: a room that sleeps is woken by a request, and the stream stays', async () => {
    const roomId = newRoomId();
    const a = await join(roomId);
    const b = await HttpPeer.join(roomId);
    await a.next();
    await evictDurableObject(roomOf(roomId));
    await b.send(a.id, 'awake');
    expect(await a.next()).toMatchObject({ payload: 'awake' });
    await evictDurableObject(roomOf(roomId));
    a.send(b.id, 'too');
    expect(await b.next()).toMatchObject({ payload: 'too' });
  });

  test('I1: ICE servers come by the stream as well', async () => {
    setVars({ STUN_URLS: 'stun:stun.test' });
    const roomId = newRoomId();
    const b = await HttpPeer.join(roomId);
    await b.post('{"type":"ice"}');
    expect(await b.next()).toEqual({ type: 'ice-refused', code: 'relay-alone' });
    await join(roomId);
    expect(await b.next()).toMatchObject({ type: 'joined' });
    await b.post('{"type":"ice"}');
    expect(await b.next()).toMatchObject({ type: 'ice', servers: [{ urls: ['stun:stun.test'] }] });
  });
});

describe('who may', () => {
  test.each([
    ['no Origin and no word of the browser', { 'Sec-Fetch-Site': null }],
    ['no Origin, from another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['no Origin, from a sibling', { 'Sec-Fetch-Site': 'same-site' }],
    ['a typed address', { 'Sec-Fetch-Site': 'none' }],
    ['another Origin', { Origin: 'https://evil.test' }],
    ['another Origin that claims to be the same', { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'same-origin' }],
    ['Origin null', { Origin: 'null' }],
  ])('H2, R12: %s is refused before the room is asked', async (_, headers) => {
    const before = (await listDurableObjectIds(env.ROOM)).length;
    await expectRefusal(await getStream(newRoomId(), headers), 403, 'origin-refused');
    await expectRefusal(await postMessages(newRoomId(), 'x', { Origin: null, ...headers }), 403, 'origin-refused');
    expect(await listDurableObjectIds(env.ROOM)).toHaveLength(before);
  });

  test('H2: pages of allowed origins get what fetch across origins needs, and no others', async () => {
    Object.assign(env, { ALLOWED_ORIGINS: 'https://friend.test' });
    const friend = { Origin: 'https://friend.test', 'Sec-Fetch-Site': 'cross-site' };
    const preflight = await getStream(newRoomId(), { ...friend, [JOIN_HEADER]: null }, 'OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe('https://friend.test');
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toBe(JOIN_HEADER);
    expect(preflight.headers.get('Vary')).toBe('Origin');
    const stream = await getStream(newRoomId(), friend);
    expect(stream.headers.get('Access-Control-Allow-Origin')).toBe('https://friend.test');
    await stream.body?.cancel();
    const refused = await getStream(newRoomId(), { Origin: 'https://evil.test' }, 'OPTIONS');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('Access-Control-Allow-Origin')).toBeNull();
    const own = await getStream(newRoomId(), { Origin: ORIGIN });
    expect(own.headers.get('Access-Control-Allow-Origin')).toBeNull();
    await own.body?.cancel();
  });

  test.each(['POST', 'PUT', 'PATCH', 'HEAD'])('H1: %s is no way to a stream', async (method) => {
    const response = await getStream(newRoomId(), {}, method);
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe('GET, DELETE');
  });

  test('H1: messages are posted; other paths are none', async () => {
    const response = await postMessages(newRoomId(), null, {}, 'GET');
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe('POST');
    for (const path of [
      '/api/rooms/short/stream',
      '/api/rooms/short/messages',
      `${streamPath(newRoomId())}/`,
      `${messagesPath(newRoomId())}x`,
    ]) {
      const { exports } = await import('cloudflare:workers');
      expect((await exports.default.fetch(ORIGIN + path)).status).toBe(404);
    }
  });

  test('H4: a body without end is not read to its end', async () => {
    const roomId = newRoomId();
    const a = await HttpPeer.join(roomId);
    const response = await postMessages(roomId, 'x'.repeat(MAX_POST_BYTES + 1), { [JOIN_HEADER]: offerOf(a.identity) });
    await expectRefusal(response, 413, 'message-large');
    expect(await a.send(a.id, 'fine')).toBe(204);
  });

  test('H8: more requests with messages than the limit from one address are refused', async () => {
    const address = newAddress();
    const roomId = newRoomId();
    const refused: number[] = [];
    for (let i = 0; i < 1201 && refused.length === 0; i += 50) {
      const responses = await Promise.all(
        Array.from({ length: 50 }, () => postMessages(roomId, 'x', { 'CF-Connecting-IP': address })),
      );
      refused.push(...responses.map(({ status }) => status).filter((status) => status === 429));
    }
    expect(refused.length).toBeGreaterThan(0);
  }, 30_000);
});
