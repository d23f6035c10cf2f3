import { describe, expect, test } from 'vitest';

import { MAX_SIGNAL_CHARS } from '../../src/protocol/limits.ts';
import { PING, PONG } from '../../src/protocol/messages/room-message.ts';
import { join, newRoomId, type Peer } from './support/peer.ts';

async function three(): Promise<[Peer, Peer, Peer]> {
  const roomId = newRoomId();
  const peers: [Peer, Peer, Peer] = [await join(roomId), await join(roomId), await join(roomId)];
  for (const peer of peers) await peer.drain();
  return peers;
}

const sendText = (to: string, payload: string): string => JSON.stringify({ type: 'send', to, payload });

describe('messages', () => {
  test('R5: reach the peer they are for, stamped with the sender, and nobody else', async () => {
    const [a, b, c] = await three();
    a.send(b.id, 'Zm9v');
    expect(await b.next()).toEqual({ type: 'message', from: a.id, payload: 'Zm9v' });
    expect(await c.drain()).toEqual([]);
    expect(await a.drain()).toEqual([]);
  });

  test('R5: cannot be sent in another name', async () => {
    const [a, b, c] = await three();
    a.sendRaw(JSON.stringify({ type: 'send', from: c.id, to: b.id, payload: 'x' }));
    expect(await b.next()).toEqual({ type: 'message', from: a.id, payload: 'x' });
  });

  test('R5: keep their order', async () => {
    const [a, b] = await three();
    const payloads = Array.from({ length: 200 }, (_, index) => `n${index}`);
    for (const payload of payloads) a.send(b.id, payload);
    expect(await b.nextOf(200)).toEqual(payloads.map((payload) => ({ type: 'message', from: a.id, payload })));
  });

  test('R5: to somebody who is not there are answered by "left"', async () => {
    const [a, b] = await three();
    a.send('AAAAAAAAAAAA', 'x');
    expect(await a.next()).toEqual({ type: 'left', peer: 'AAAAAAAAAAAA' });
    a.send(b.id, 'y');
    expect(await b.next()).toMatchObject({ payload: 'y' });
  });

  test('R7: "ping" is answered by "pong"', async () => {
    const [a] = await three();
    a.sendRaw(PING);
    expect(await a.nextText()).toBe(PONG);
  });

  test.each([1000, 3000, 4999, undefined])(
    'R6: a close by the peer (%s) is answered in kind and told once',
    async (code) => {
      const [a, b, c] = await three();
      a.close(code);
      expect(await a.closed).toMatchObject({ code: code ?? 1000 });
      const left = { type: 'left', peer: a.id };
      expect(await b.next()).toEqual(left);
      expect(await c.next()).toEqual(left);
      b.send(a.id, 'x');
      expect(await b.drain()).toEqual([left]);
      expect(await c.drain()).toEqual([]);
    },
  );

  const to = 'AAAAAAAAAAAA';
  test.each<readonly [string, string | ArrayBuffer]>([
    ['binary', new TextEncoder().encode(sendText(to, 'x')).slice().buffer],
    ['empty binary', new ArrayBuffer(0)],
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['a number', '1'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another type', '{"type":"welcome","self":"AAAAAAAAAAAA","peers":[]}'],
    ['no payload', '{"type":"send","to":"AAAAAAAAAAAA"}'],
    ['an empty payload', sendText(to, '')],
    ['a payload in clear', sendText(to, 'v=0\r\no=- 1 1 IN IP4 192.0.2.1')],
    ['a payload that is no text', '{"type":"send","to":"AAAAAAAAAAAA","payload":{}}'],
    ['a short "to"', sendText('AAAA', 'x')],
    ['many for "to"', '{"type":"send","to":["AAAAAAAAAAAA"],"payload":"x"}'],
    ['deep nesting', '['.repeat(MAX_SIGNAL_CHARS / 2)],
    ['a lone surrogate', '\ud800'],
  ])('R9: %s closes the socket it came on, and no other', async (_, data) => {
    const [a, b, c] = await three();
    a.sendRaw(data);
    expect(await a.closed).toEqual({ code: 4400, reason: 'message-bad' });
    expect(await b.drain()).toEqual([{ type: 'left', peer: a.id }]);
    b.send(c.id, 'fine');
    expect(await c.drain()).toEqual([
      { type: 'left', peer: a.id },
      { type: 'message', from: b.id, payload: 'fine' },
    ]);
  });

  test('R9: what comes after a bad message is not relayed', async () => {
    const [a, b] = await three();
    a.sendRaw('bad');
    a.send(b.id, 'late');
    await a.closed;
    expect(await b.drain()).toEqual([{ type: 'left', peer: a.id }]);
  });

  test('R9: a message may be as large as its relay is within the limit, and no larger', async () => {
    const [a, b] = await three();
    const empty = JSON.stringify({ type: 'message', from: a.id, payload: '' }).length;
    a.send(b.id, 'x'.repeat(MAX_SIGNAL_CHARS - empty));
    expect(JSON.stringify(await b.next())).toHaveLength(MAX_SIGNAL_CHARS);
    a.send(b.id, 'x'.repeat(MAX_SIGNAL_CHARS - empty + 1));
    expect(await a.closed).toEqual({ code: 4413, reason: 'message-large' });
  });

  test.each([
    ['one character too long', ' '.repeat(MAX_SIGNAL_CHARS + 1)],
    ['of three bytes a character', '\u20ac'.repeat(MAX_SIGNAL_CHARS + 1)],
    ['of 8 MiB', 'x'.repeat(2 ** 23)],
  ])('R9: a message %s closes the socket', async (_, data) => {
    const [a, b] = await three();
    a.sendRaw(data);
    expect(await a.closed).toEqual({ code: 4413, reason: 'message-large' });
    expect(await b.drain()).toEqual([{ type: 'left', peer: a.id }]);
  });
});
