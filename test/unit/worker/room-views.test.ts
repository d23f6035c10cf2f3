/** Many peers come, go, come again and misbehave, in an order drawn at random. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { MAX_PEERS, MAX_TOLD_HOSTS, MAX_TOLD_PEERS } from '../../../src/protocol/limits.ts';
import { parseServerMessage, type PeerId } from '../../../src/protocol/messages/room-message.ts';
import { decide, type Member, type RoomEffect, type RoomEvent } from '../../../worker/room-core.ts';

type StepType = 'join' | 'leave' | 'bad' | 'send' | 'more';
type Step = { readonly type: StepType; readonly peer: number; readonly to: number };

const PEERS = MAX_PEERS + 4;
const peerId = (index: number): PeerId => `peer${index}`.padEnd(12, '_');
/** Some say that they are the host, wherever they are. */
const isHost = (peer: PeerId): boolean => Array.from({ length: MAX_TOLD_HOSTS }, (_, at) => peerId(at)).includes(peer);

/** @param joins so many of ten steps that the room is full now and then, or is not */
const stepsOf = (peers: number, joins: number, length: number): fc.Arbitrary<Step[]> => {
  const index = fc.nat({ max: peers - 1 });
  const type = fc.oneof(
    { weight: joins, arbitrary: fc.constant('join' as const) },
    { weight: 10 - joins, arbitrary: fc.constantFrom<StepType[]>('leave', 'bad', 'send', 'send', 'send', 'more') },
  );
  return fc.array(fc.record({ type, peer: index, to: index }), { minLength: length, maxLength: length });
};

/** The room, and with each peer what it believes of the others from what it was told. */
class World {
  readonly members = new Map<PeerId, Member>();
  readonly views = new Map<PeerId, Set<PeerId>>();
  refused = 0;

  /** How many messages it made the room send. */
  run(event: RoomEvent): number {
    const effects = decide(this.members, event, Math.random);
    for (const effect of effects) this.apply(effect);
    return effects.filter(({ type }) => type === 'send' || type === 'relay').length;
  }

  viewOf(peer: PeerId): ReadonlySet<PeerId> {
    return this.views.get(peer) ?? new Set();
  }

  /** Who takes somebody for present that is gone, or does not know a host. */
  whoIsWrong(): PeerId | undefined {
    const members = [...this.members.keys()];
    const hosts = members.filter(isHost);
    return members.find((peer) => {
      const view = this.viewOf(peer);
      return (
        [...view].some((other) => !this.members.has(other)) || hosts.some((host) => view.has(host) === (host === peer))
      );
    });
  }

  private apply(effect: RoomEffect): void {
    switch (effect.type) {
      case 'admit':
        expect(this.members.has(effect.member.peer)).toBe(false);
        this.members.set(effect.member.peer, effect.member);
        break;
      case 'keep':
        expect(this.members.has(effect.member.peer)).toBe(true);
        this.members.set(effect.member.peer, effect.member);
        break;
      case 'close':
        this.members.delete(effect.peer);
        this.views.delete(effect.peer);
        break;
      case 'send':
      case 'relay':
        this.hear(effect.to, effect.text);
        break;
      case 'mint':
        expect.fail('nobody asked for it');
      case 'refuse':
        expect(this.members.size).toBe(MAX_PEERS);
        this.refused++;
        break;
    }
  }

  private hear(to: PeerId, text: string): void {
    expect(this.members.has(to)).toBe(true);
    const message = parseServerMessage(text);
    switch (message?.type) {
      case 'welcome':
        this.views.set(to, new Set(message.peers));
        expect(message.hosts ?? []).toEqual(message.peers.filter(isHost));
        break;
      case 'peers':
        for (const peer of message.peers) {
          expect(this.viewOf(to).has(peer)).toBe(false);
          this.views.get(to)?.add(peer);
        }
        break;
      case 'joined':
        this.views.get(to)?.add(message.peer);
        break;
      case 'left':
        this.views.get(to)?.delete(message.peer);
        break;
      case 'message':
        expect(this.members.has(message.from)).toBe(true);
        if (message.from !== to) this.views.get(to)?.add(message.from);
        break;
      case 'ice':
      case 'ice-refused':
      case undefined:
        expect.fail('the app could not read it');
    }
  }
}

const MESSAGES: Readonly<Record<'bad' | 'more', string>> = { bad: 'bad', more: '{"type":"more"}' };

function play(world: World, { type, peer, to }: Step): void {
  const id = peerId(peer);
  const from = world.members.get(id);
  if (type === 'join') {
    const before = [...world.members.values()].filter(({ knows }) => knows.includes(id)).length;
    const sent = world.run({
      type,
      peer: id,
      addressKey: '',
      isHost: isHost(id),
      sockets: world.members.size,
      nowMs: 0,
    });
    if (!isHost(id)) expect(sent).toBeLessThanOrEqual(1 + MAX_TOLD_HOSTS + Math.max(before, MAX_TOLD_PEERS));
  } else if (from !== undefined && type === 'leave') {
    world.members.delete(id);
    world.views.delete(id);
    world.run({ type, member: from });
  } else if (from !== undefined && type !== 'leave') {
    const data = type === 'send' ? JSON.stringify({ type, to: peerId(to), payload: 'x' }) : MESSAGES[type];
    world.run({ type: 'message', from, data, nowMs: 0 });
  }
}

test('R3, R4, R6, R13, R19, R20: whom a peer takes to be there is there, everybody knows the hosts, and a guest that joins costs the same in any room', () => {
  let refused = 0;
  fc.assert(
    fc.property(stepsOf(PEERS, 8, 150), (drawn) => {
      const world = new World();
      for (let peer = PEERS - 1; peer > 8; peer--) play(world, { type: 'join', peer, to: 0 });
      for (const step of drawn) {
        play(world, step);
        expect(world.members.size).toBeLessThanOrEqual(MAX_PEERS);
        expect(world.whoIsWrong()).toBeUndefined();
      }
      refused += world.refused;
    }),
    { numRuns: 3 },
  );
  expect(refused).toBeGreaterThan(0);
});

test('R3, R4, R6: in a small room each peer knows exactly who else is there', () => {
  fc.assert(
    fc.property(stepsOf(MAX_TOLD_PEERS + 1, 7, 200), (drawn) => {
      const world = new World();
      for (const step of drawn) {
        play(world, step);
        for (const peer of world.members.keys())
          expect([peer, ...world.viewOf(peer)].toSorted()).toEqual([...world.members.keys()].toSorted());
      }
    }),
    { numRuns: 20 },
  );
});
