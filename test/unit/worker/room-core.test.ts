import { describe, expect, test } from 'vitest';

import { fullBudget, SIGNAL_ALLOWANCE } from '../../../src/protocol/budget.ts';
import { MAX_PEERS, MAX_SIGNAL_CHARS, SIGNAL_BURST } from '../../../src/protocol/limits.ts';
import { MAX_ROOM_SOCKETS } from '../../../worker/limits.ts';
import { decide, type Member, type RoomEffect } from '../../../worker/room-core.ts';

const [A, B, C] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'] as const;
const NOW = 1_000_000;

const member = (peer: string, messages = SIGNAL_BURST): Member => ({
  peer,
  addressKey: 'address',
  joinedAtMs: 0,
  budget: { messages, atMs: NOW },
});
const join = (peers: readonly string[], peer: string, sockets = peers.length): RoomEffect[] =>
  decide(new Set(peers), { type: 'join', peer, addressKey: 'address', sockets, nowMs: NOW });
const say = (data: string | ArrayBuffer, from: Member = member(A)): RoomEffect[] =>
  decide(new Set([A, B, C]), { type: 'message', from, data, nowMs: NOW });
const tell = (to: string, message: object): RoomEffect => ({ type: 'send', to, text: JSON.stringify(message) });
const expelled = (code: number): RoomEffect[] => [
  { type: 'close', peer: A, code: code as 4400 },
  tell(B, { type: 'left', peer: A }),
  tell(C, { type: 'left', peer: A }),
];
const sendText = (to: string, payload: string): string => JSON.stringify({ type: 'send', to, payload });

describe('joining', () => {
  test('R3: admits, welcomes and announces, in this order', () => {
    expect(join([A, B], C)).toEqual([
      {
        type: 'admit',
        member: { peer: C, addressKey: 'address', joinedAtMs: NOW, budget: fullBudget(SIGNAL_ALLOWANCE, NOW) },
      },
      tell(C, { type: 'welcome', self: C, peers: [A, B] }),
      tell(A, { type: 'joined', peer: C }),
      tell(B, { type: 'joined', peer: C }),
    ]);
  });

  test('R4: closes the older socket first, and says nothing of leaving', () => {
    expect(join([A, B], A)).toEqual([
      { type: 'close', peer: A, code: 4409 },
      {
        type: 'admit',
        member: { peer: A, addressKey: 'address', joinedAtMs: NOW, budget: fullBudget(SIGNAL_ALLOWANCE, NOW) },
      },
      tell(A, { type: 'welcome', self: A, peers: [B] }),
      tell(B, { type: 'joined', peer: A }),
    ]);
  });

  test('R13: refuses one peer too many, touching nobody', () => {
    const peers = Array.from({ length: MAX_PEERS }, (_, index) => `peer${index}`.padEnd(12, '_'));
    expect(join(peers, A)).toEqual([{ type: 'refuse' }]);
    expect(join(peers.slice(1), A)[0]).toMatchObject({ type: 'admit' });
    expect(join(peers, peers[0] ?? '')[0]).toMatchObject({ type: 'close', code: 4409 });
  });

  test('R13: refuses one socket too many, even to rejoin', () => {
    expect(join([A], A, MAX_ROOM_SOCKETS)).toEqual([{ type: 'refuse' }]);
    expect(join([A], B, MAX_ROOM_SOCKETS - 1)[0]).toMatchObject({ type: 'admit' });
  });
});

describe('messages', () => {
  test('R5: are charged and relayed with the sender stamped', () => {
    expect(say(sendText(B, 'Zm9v'))).toEqual([
      { type: 'keep', member: member(A, SIGNAL_BURST - 1) },
      tell(B, { type: 'message', from: A, payload: 'Zm9v' }),
    ]);
  });

  test('R5: to nobody are charged as well', () => {
    expect(say(sendText('dddddddddddd', 'x'))).toEqual([
      { type: 'keep', member: member(A, SIGNAL_BURST - 1) },
      tell(A, { type: 'left', peer: 'dddddddddddd' }),
    ]);
  });

  test.each(['', 'x', '{}', '{"__proto__":{"type":"send"}}', sendText('x', 'x'), sendText(B, '"')])(
    'R9: %s is bad',
    (text) => {
      expect(say(text)).toEqual(expelled(4400));
    },
  );

  test('R9: binary is bad, whatever it holds', () => {
    expect(say(new ArrayBuffer(8))).toEqual(expelled(4400));
  });

  test('R9: what is too large is not parsed', () => {
    expect(say('x'.repeat(MAX_SIGNAL_CHARS))).toEqual(expelled(4400));
    expect(say('x'.repeat(MAX_SIGNAL_CHARS + 1))).toEqual(expelled(4413));
  });

  test('R9: what would be too large when relayed is too large', () => {
    const room = MAX_SIGNAL_CHARS - sendText(B, '').length;
    expect(say(sendText(B, 'x'.repeat(room)))).toEqual(expelled(4413));
    const fitting = MAX_SIGNAL_CHARS - JSON.stringify({ type: 'message', from: A, payload: '' }).length;
    expect(say(sendText(B, 'x'.repeat(fitting)))[1]).toMatchObject({ type: 'send', to: B });
    expect(say(sendText(B, 'x'.repeat(fitting + 1)))).toEqual(expelled(4413));
  });

  test('R10: over budget is not parsed', () => {
    expect(say('bad', member(A, 0))).toEqual(expelled(4429));
    expect(say(sendText(B, 'x'.repeat(4096)), member(A, 1))).toEqual(expelled(4429));
    expect(say(sendText(B, 'x'), member(A, 1))[0]).toEqual({ type: 'keep', member: member(A, 0) });
  });
});

describe('ICE servers', () => {
  const ask = '{"type":"ice"}';

  test('I1: are minted for the peer that asks, which is charged', () => {
    expect(say(ask)).toEqual([
      { type: 'keep', member: member(A, SIGNAL_BURST - 1) },
      { type: 'mint', member: member(A, SIGNAL_BURST - 1) },
    ]);
  });

  test('I2: are not minted for one who is alone', () => {
    expect(decide(new Set([A]), { type: 'message', from: member(A), data: ask, nowMs: NOW })).toEqual([
      { type: 'keep', member: member(A, SIGNAL_BURST - 1) },
      tell(A, { type: 'ice-refused', code: 'relay-alone' }),
    ]);
  });

  test('R10: are not minted over budget', () => {
    expect(say(ask, member(A, 0))).toEqual(expelled(4429));
  });
});

describe('by HTTP', () => {
  test('H6: a ping is answered, and charged', () => {
    expect(say('ping')).toEqual([
      { type: 'keep', member: member(A, SIGNAL_BURST - 1) },
      { type: 'send', to: A, text: 'pong' },
    ]);
    expect(say('ping', member(A, 0))).toEqual(expelled(4429));
  });
});

describe('leaving', () => {
  test('R6: is told to the others, whether the peer is still listed or not', () => {
    const left = [tell(B, { type: 'left', peer: A }), tell(C, { type: 'left', peer: A })];
    expect(decide(new Set([A, B, C]), { type: 'leave', peer: A })).toEqual(left);
    expect(decide(new Set([B, C]), { type: 'leave', peer: A })).toEqual(left);
  });
});
