import { describe, expect, test } from 'vitest';

import { Budget } from '../../../src/protocol/budget.ts';
import { SWARM_LINKS } from '../../../src/protocol/limits.ts';
import type { Part } from '../../../src/protocol/messages/introduction.ts';
import { Member } from '../../../src/room/member.ts';
import { neighboursAmong } from '../../../src/room/neighbours.ts';
import type { Peer } from '../../../src/room/peer.ts';

let last = 0;
const memberWith = (changes: Partial<Member>): Member => {
  const budget = new Budget(1, 1, 0);
  return Object.assign(new Member(`peer${(last += 1)}`, budget, budget), { isPresent: true }, changes);
};
const many = (count: number, changes: Partial<Member> = {}): Member[] =>
  Array.from({ length: count }, () => memberWith(changes));
const linkedAs = (isHost: boolean, isLiving = true): Partial<Member> => ({ peer: { isHost, isLiving } as Peer });
const greeted = (part: Part | undefined): Partial<Member> => ({ greeting: { link: '', begunMs: 0, part } });
const choose = (...all: Member[]) => neighboursAmong(all, Math.random);

describe('neighbours', () => {
  test('V11: as many are greeted as links are lacking, whatever many there are', () => {
    expect(choose(...many(200)).chosen).toHaveLength(SWARM_LINKS);
    expect(choose(...many(200), ...many(3, linkedAs(false))).chosen).toHaveLength(SWARM_LINKS - 3);
    expect(choose(...many(200), ...many(SWARM_LINKS, linkedAs(false)))).toEqual({ chosen: [], isShort: false });
    expect(choose(...many(200), ...many(2 * SWARM_LINKS, linkedAs(false))).chosen).toEqual([]);
  });

  test('V11: links that come about count, the one with the host and those that are over do not', () => {
    const begun = [
      memberWith({ answering: 'link' }),
      memberWith({ isTried: true, ...greeted('takes') }), // it may answer
    ];
    expect(choose(...many(200), ...begun).chosen).toHaveLength(SWARM_LINKS - 2);
    const others = [
      memberWith(linkedAs(true)),
      memberWith({ isTried: true, ...linkedAs(false, false) }),
      memberWith({ isTried: true }), // it has not answered
      memberWith({ isTried: true, ...greeted(undefined) }), // it was asked what it is
    ];
    expect(choose(...many(200), ...others).chosen).toHaveLength(SWARM_LINKS);
  });

  test('V11: those that take part come first, and are drawn at random', () => {
    const taking = many(SWARM_LINKS - 2, { part: 'takes' });
    const { chosen } = choose(...many(20), ...taking);
    expect(chosen.slice(0, taking.length)).toEqual(expect.arrayContaining(taking));
    expect(chosen).toHaveLength(SWARM_LINKS);
    const all = many(40, { part: 'takes' });
    const draws = new Set(Array.from({ length: 200 }, () => choose(...all).chosen).flat());
    expect(draws.size).toBe(all.length);
  });

  test.each<readonly [string, Partial<Member>]>([
    ['has left', { isPresent: false }],
    ['has broken a rule', { isBanned: true }],
    ['was busy a moment ago', { isBusy: true }],
    ['was greeted already, or greets by itself', { isTried: true }],
  ])('V11: one that %s is not greeted', (_, changes) => {
    expect(choose(...many(20, changes))).toEqual({ chosen: [], isShort: true });
  });

  test('V11: there are too few when one is lacking', () => {
    expect(choose(...many(SWARM_LINKS)).isShort).toBe(false);
    expect(choose(...many(SWARM_LINKS - 1)).isShort).toBe(true);
  });
});
