import { describe, expect, test } from 'vitest';

import { fullBudget, SIGNAL_ALLOWANCE } from '../../../src/protocol/budget.ts';
import {
  MAX_PEERS,
  MAX_SIGNAL_CHARS,
  MAX_TOLD_HOSTS,
  MAX_TOLD_PEERS,
  SIGNAL_BURST,
} from '../../../src/protocol/limits.ts';
import { MAX_KNOWN_PEERS, MAX_ROOM_SOCKETS } from '../../../worker/limits.ts';
import { decide, type Member, type RoomEffect } from '../../../worker/room-core.ts';

const [A, B, C] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc'] as const;
const NOW = 1_000_000;

/** All of a room of three, who know each other. */
const member = (peer: string, messages = SIGNAL_BURST): Member => ({
  peer,
  addressKey: 'address',
  joinedAtMs: 0,
  budget: { messages, atMs: NOW },
  isHost: false,
  knows: [A, B, C].filter((other) => other !== peer),
});
const roomOf = (peers: readonly string[]): Map<string, Member> => new Map(peers.map((peer) => [peer, member(peer)]));
const join = (peers: readonly string[], peer: string, sockets = peers.length): RoomEffect[] =>
  decide(roomOf(peers), { type: 'join', peer, addressKey: 'address', isHost: false, sockets, nowMs: NOW }, Math.random);
const say = (data: string | ArrayBuffer, from: Member = member(A)): RoomEffect[] =>
  decide(roomOf([A, B, C]), { type: 'message', from, data, nowMs: NOW }, Math.random);
const admitted = (peer: string, knows: readonly string[]): RoomEffect => ({
  type: 'admit',
  member: {
    peer,
    addressKey: 'address',
    joinedAtMs: NOW,
    budget: fullBudget(SIGNAL_ALLOWANCE, NOW),
    isHost: false,
    knows,
  },
});
const tell = (to: string, message: object): RoomEffect => ({ type: 'send', to, text: JSON.stringify(message) });
const passed = (to: string, message: object): RoomEffect => ({ type: 'relay', to, text: JSON.stringify(message) });
const expelled = (code: number): RoomEffect[] => [
  { type: 'close', peer: A, code: code as 4400 },
  tell(B, { type: 'left', peer: A }),
  tell(C, { type: 'left', peer: A }),
];
const sendText = (to: string, payload: string): string => JSON.stringify({ type: 'send', to, payload });

describe('joining', () => {
  test('R3: admits, welcomes and announces, in this order', () => {
    expect(join([A, B], C)).toEqual([
      admitted(C, [A, B]),
      tell(C, { type: 'welcome', self: C, peers: [A, B] }),
      tell(A, { type: 'joined', peer: C }),
      tell(B, { type: 'joined', peer: C }),
    ]);
  });

  test('R4: closes the older socket first, and says nothing of leaving', () => {
    expect(join([A, B], A)).toEqual([
      { type: 'close', peer: A, code: 4409 },
      admitted(A, [B]),
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

describe('a large room', () => {
  const guests = Array.from({ length: 200 }, (_, index) => `guest${index}`.padEnd(12, '_'));
  const stranger = (peer: string, isHost = false): Member => ({ ...member(peer), isHost, knows: [] });
  const roomWith = (...members: Member[]): Map<string, Member> =>
    new Map([...members, ...guests.map((peer) => stranger(peer))].map((each) => [each.peer, each]));
  const enter = (members: Map<string, Member>, peer: string, isHost = false): RoomEffect[] =>
    decide(members, { type: 'join', peer, addressKey: '', isHost, sockets: 200, nowMs: NOW }, Math.random);
  const welcomed = (effects: readonly RoomEffect[]): { peers: string[]; hosts?: string[] } =>
    JSON.parse(effects.flatMap((effect) => (effect.type === 'send' ? [effect.text] : []))[0] ?? '');
  const told = (effects: readonly RoomEffect[], type: string): string[] =>
    effects.flatMap((effect) => (effect.type === 'send' && effect.text.includes(`"${type}"`) ? [effect.to] : []));

  test('R3: a newcomer is told of the host and a sample, and only these are told of it', () => {
    const effects = enter(roomWith(stranger(A, true)), B);
    const { peers, hosts } = welcomed(effects);
    expect(hosts).toEqual([A]);
    expect(peers).toContain(A);
    expect(peers).toHaveLength(MAX_TOLD_PEERS + 1);
    expect(told(effects, 'joined')).toEqual(peers);
    expect(welcomed(enter(roomWith(stranger(A, true)), B)).peers).not.toEqual(peers); // drawn anew
  });

  test('R19: who says that it is the host is told of everybody, and everybody of it', () => {
    const effects = enter(roomWith(), A, true);
    expect(welcomed(effects).peers).toEqual(guests);
    expect(told(effects, 'joined')).toEqual(guests);
  });

  test('R19: false hosts are told of by few, and push the true one out for nobody', () => {
    const liars = guests.map((peer) => stranger(peer, true));
    const members = roomWith(stranger(A, true));
    for (const liar of liars) members.set(liar.peer, liar);
    const draws = Array.from({ length: 1000 }, () => welcomed(enter(members, B)).hosts ?? []);
    expect(new Set(draws.map(({ length }) => length))).toEqual(new Set([MAX_TOLD_HOSTS]));
    expect(draws.some((hosts) => hosts.includes(A))).toBe(true);
  });

  test('R5: who speaks to somebody knows it from then on, and hears when it leaves', () => {
    const members = roomWith(stranger(A), stranger(B));
    for (const effect of decide(
      members,
      { type: 'message', from: stranger(A), data: sendText(B, 'x'), nowMs: NOW },
      Math.random,
    ))
      if (effect.type === 'keep') members.set(effect.member.peer, effect.member);
    expect([members.get(A)?.knows, members.get(B)?.knows]).toEqual([[B], [A]]);
    expect(decide(members, { type: 'leave', member: members.get(A)! }, Math.random)).toEqual([
      tell(B, { type: 'left', peer: A }),
    ]);
  });

  test('R4: one that is back finds those that knew it, and they hear of it', () => {
    const known = guests.slice(0, MAX_TOLD_PEERS);
    const members = roomWith();
    for (const peer of known) members.set(peer, { ...stranger(peer), knows: [A] });
    const effects = enter(members, A);
    expect(welcomed(effects).peers).toEqual(known);
    expect(told(effects, 'joined')).toEqual(known);
  });

  test('R20: "more" brings others each time, until there are none, and these hear nothing', () => {
    const members = roomWith(stranger(A));
    const found: string[] = [];
    for (;;) {
      const from = members.get(A)!;
      const effects = decide(members, { type: 'message', from, data: '{"type":"more"}', nowMs: NOW }, Math.random);
      for (const effect of effects) if (effect.type === 'keep') members.set(effect.member.peer, effect.member);
      const { peers } = welcomed(effects);
      expect(told(effects, 'peers')).toEqual([A]);
      expect(effects.filter(({ type }) => type === 'send')).toHaveLength(1);
      if (peers.length === 0) break;
      found.push(...peers);
      expect(peers.length).toBeLessThanOrEqual(MAX_TOLD_PEERS);
    }
    expect(found.toSorted()).toEqual(guests.toSorted());
    expect(members.get(A)?.budget.messages).toBe(SIGNAL_BURST - Math.ceil(200 / MAX_TOLD_PEERS) - 1);
  });

  test('R14: what is remembered of peers that come and go is bounded, and those that are there are not forgotten', () => {
    const members = roomWith({ ...stranger(A), knows: [...guests] });
    for (let each = 0; each < MAX_KNOWN_PEERS; each++) {
      const peer = `visitor${each}`.padEnd(12, '_');
      members.set(peer, stranger(peer));
      const from = members.get(A)!;
      const data = sendText(peer, 'x');
      for (const effect of decide(members, { type: 'message', from, data, nowMs: NOW + each * 1000 }, Math.random))
        if (effect.type === 'keep') members.set(effect.member.peer, effect.member);
      members.delete(peer);
    }
    const { knows } = members.get(A)!;
    expect(knows).toHaveLength(MAX_KNOWN_PEERS);
    expect(knows).toEqual(expect.arrayContaining(guests));
  });
});

describe('messages', () => {
  test('R5: are charged and relayed with the sender stamped', () => {
    expect(say(sendText(B, 'Zm9v'))).toEqual([
      { type: 'keep', member: member(A, SIGNAL_BURST - 1) },
      passed(B, { type: 'message', from: A, payload: 'Zm9v' }),
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
    expect(say(sendText(B, 'x'.repeat(fitting)))[1]).toMatchObject({ type: 'relay', to: B });
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
    expect(decide(roomOf([A]), { type: 'message', from: member(A), data: ask, nowMs: NOW }, Math.random)).toEqual([
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
    for (const peers of [
      [A, B, C],
      [B, C],
    ])
      expect(decide(roomOf(peers), { type: 'leave', member: member(A) }, Math.random)).toEqual(left);
  });
});
