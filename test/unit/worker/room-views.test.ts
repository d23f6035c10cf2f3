/** Many peers come, go, come again and misbehave, in an order drawn at random. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { MAX_PEERS } from '../../../src/protocol/limits.ts';
import { parseServerMessage, type PeerId } from '../../../src/protocol/messages/room-message.ts';
import { decide, type Member, type RoomEffect, type RoomEvent } from '../../../worker/room-core.ts';

type Step = { readonly type: 'join' | 'leave' | 'bad' | 'send'; readonly peer: number; readonly to: number };

const PEERS = MAX_PEERS + 4;
const peerId = (index: number): PeerId => `peer${index}`.padEnd(12, '_');
const index = fc.nat({ max: PEERS - 1 });
/** So many joins that the room is full now and then. */
const type = fc.oneof(
  { weight: 16, arbitrary: fc.constant('join' as const) },
  { weight: 4, arbitrary: fc.constantFrom('leave', 'bad', 'send') },
);
const steps: fc.Arbitrary<Step[]> = fc.array(fc.record({ type, peer: index, to: index }), {
  minLength: 200,
  maxLength: 400,
});

/** The room, and with each peer what it believes of the others from what it was told. */
class World {
  readonly members = new Map<PeerId, Member>();
  readonly views = new Map<PeerId, Set<PeerId>>();
  refused = 0;

  run(event: RoomEvent): void {
    for (const effect of decide(this.members, event)) this.apply(effect);
  }

  whoIsWrong(): PeerId | undefined {
    const members = [...this.members.keys()];
    return members.find((peer) => {
      const view = this.views.get(peer);
      return view?.size !== members.length - 1 || members.some((other) => view.has(other) === (other === peer));
    });
  }

  private apply(effect: RoomEffect): void {
    switch (effect.type) {
      case 'admit':
        expect(this.members.has(effect.member.peer)).toBe(false);
        this.members.set(effect.member.peer, effect.member);
        break;
      case 'keep':
        this.members.set(effect.member.peer, effect.member);
        break;
      case 'close':
        this.members.delete(effect.peer);
        this.views.delete(effect.peer);
        break;
      case 'send':
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
        break;
      case 'joined':
        this.views.get(to)?.add(message.peer);
        break;
      case 'left':
        this.views.get(to)?.delete(message.peer);
        break;
      case 'message':
        expect(this.members.has(message.from)).toBe(true);
        break;
      case 'ice':
      case 'ice-refused':
      case undefined:
        expect.fail('the app could not read it');
    }
  }
}

function play(world: World, { type, peer, to }: Step): void {
  const id = peerId(peer);
  const from = world.members.get(id);
  if (type === 'join') {
    world.run({ type, peer: id, addressKey: '', sockets: world.members.size, nowMs: 0 });
  } else if (from !== undefined && type === 'leave') {
    world.members.delete(id);
    world.views.delete(id);
    world.run({ type, peer: id });
  } else if (from !== undefined) {
    const data = type === 'bad' ? 'bad' : JSON.stringify({ type: 'send', to: peerId(to), payload: 'x' });
    world.run({ type: 'message', from, data, nowMs: 0 });
  }
}

test('R3, R4, R6, R13: at any time each peer knows exactly who else is there', () => {
  let refused = 0;
  fc.assert(
    fc.property(steps, (drawn) => {
      const world = new World();
      for (const step of drawn) {
        play(world, step);
        expect(world.members.size).toBeLessThanOrEqual(MAX_PEERS);
        expect(world.whoIsWrong()).toBeUndefined();
      }
      refused += world.refused;
    }),
    { numRuns: 20 },
  );
  expect(refused).toBeGreaterThan(0);
});
