/** A room of many: who links with whom then, and what it costs the room. Real peers in one process. */
import { describe, expect, test, vi } from 'vitest';

import {
  MAX_GUEST_LINKS,
  MAX_PEER_LINKS,
  MAX_PEERS,
  MAX_TOLD_PEERS,
  SIGNAL_BURST,
  SWARM_LINKS,
} from '../../../src/protocol/limits.ts';
import {
  asks,
  counted,
  files,
  haveLinks,
  hello,
  join,
  linked,
  looks,
  roomOf,
  settled,
  someTime,
  stranger,
  takePart,
  turns,
  world,
  wordOf,
  type Joined,
  type World,
} from './room-world.ts';

/** Candidates of a browser with several networks, and the end of them: here there is none but the end. */
const CANDIDATES = 6;
const FULL = MAX_PEERS - 1;

const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, each) => sum + each, 0);
const withGuests = (guest: Joined): string[] =>
  guest.peers.peers.filter(({ isHost, linkState }) => !isHost && linkState === 'open').map(({ id }) => id);

/** Everybody that one is linked with, and so on, hosts left out. */
function reachedFrom(first: Joined, all: readonly Joined[]): Set<string> {
  const byId = new Map(all.map((each) => [each.id, each]));
  const reached = new Set([first.id]);
  for (const id of reached) for (const other of withGuests(byId.get(id)!)) reached.add(other);
  return reached;
}

const crowd = (here: World, count: number, before?: typeof takePart): Promise<Joined[]> =>
  Promise.all(Array.from({ length: count }, () => join(here, false, files(), before)));

const allHave = (all: readonly Joined[], isSo: (guest: Joined) => boolean): Promise<unknown> =>
  Promise.all(all.map((guest) => guest.until(() => isSo(guest))));

describe('a large room', { timeout: 60_000 }, () => {
  test('V11, S6d: all come at once and take part: each has enough links and none too many, all are reached, and nobody is cut', async () => {
    someTime();
    const here = await world();
    const host = await join(here, true);
    const guests = await crowd(here, FULL, takePart);
    await allHave(guests, (guest) => withGuests(guest).length >= SWARM_LINKS);
    await host.until(() => linked(host).length === MAX_PEER_LINKS);
    for (const guest of guests) expect(withGuests(guest).length).toBeLessThanOrEqual(MAX_GUEST_LINKS);
    expect(reachedFrom(guests[0]!, guests).size).toBe(FULL);
    expect(host.peers.peers).toHaveLength(MAX_PEER_LINKS);
    expect(here.room.closed).toEqual([]);
    // What ours may say before it drops something: RoomConnection keeps a fifth of the budget.
    const said = (here.room.said.get(host.id) ?? 0) + MAX_PEER_LINKS * CANDIDATES;
    expect(said).toBeLessThan(0.8 * SIGNAL_BURST);
    for (const { id } of guests) expect(here.room.said.get(id)).toBeLessThan(0.2 * SIGNAL_BURST);
    expect(guests.flatMap(({ losses }) => losses)).toEqual([]);
  });

  test('S6d: a guest that the host turns away has links with others, and one with the host when there is space', async () => {
    someTime();
    const here = await world();
    const host = await join(here, true);
    const [first] = await crowd(here, MAX_PEER_LINKS, takePart);
    await host.until(() => linked(host).length === MAX_PEER_LINKS);
    const late = await join(here, false, files(), takePart);
    await late.until(() => withGuests(late).length >= SWARM_LINKS);
    expect(late.peers.get(host.id)?.peer).toBeUndefined();
    expect(late.losses).toEqual([]);
    first?.leave();
    while (!linked(late).includes(host.id)) await vi.advanceTimersByTimeAsync(250);
  });

  test('S6d, V10: one that only looks and is turned away has one link, with a guest that takes part', async () => {
    const here = await world();
    const host = await join(here, true);
    await crowd(here, MAX_PEER_LINKS, takePart);
    await host.until(() => linked(host).length === MAX_PEER_LINKS);
    const looking = await join(here, false);
    await looking.until(() => linked(looking).length > 0);
    await turns();
    expect(withGuests(looking)).toHaveLength(1);
    expect(looking.losses).toEqual([]);
  });

  test('R3: a newcomer costs a room of 200 what it costs one of 20', async () => {
    const costOf = async (count: number): Promise<number> => {
      const here = await world();
      const host = await join(here, true);
      await crowd(here, count);
      await host.until(() => linked(host).length === Math.min(count, MAX_PEER_LINKS));
      await turns();
      const before = sumOf(here.room.said) + sumOf(here.room.heard);
      const late = await join(here, false);
      await late.until(() => late.peers.all.some(({ isBusy, peer }) => isBusy || peer?.linkState === 'open'));
      await turns();
      return sumOf(here.room.said) + sumOf(here.room.heard) - before;
    };
    const [small, large] = [await costOf(20), await costOf(200)];
    expect(large).toBeLessThanOrEqual(small); // the host of the large one is busy
    expect(small).toBeLessThan(5 * MAX_TOLD_PEERS);
  });

  test('V11, R20: guests that lose many links find others', async () => {
    someTime();
    const here = await world();
    const host = await join(here, true);
    const guests = await crowd(here, 60, takePart);
    await allHave(guests, (guest) => withGuests(guest).length >= SWARM_LINKS);
    await host.until(() => linked(host).length === guests.length);
    const before = sumOf(here.room.said);
    const [gone, rest] = [guests.slice(0, 40), guests.slice(40)];
    for (const guest of gone) guest.leave();
    const isHere = (id: string): boolean => rest.some((guest) => guest.id === id);
    const haveAll = (): boolean =>
      rest.every((guest) => withGuests(guest).every(isHere) && withGuests(guest).length >= SWARM_LINKS);
    while (!haveAll()) await vi.advanceTimersByTimeAsync(250);
    expect(reachedFrom(rest[0]!, rest).size).toBe(rest.length);
    expect(sumOf(here.room.said) - before).toBeLessThan(rest.length * 100);
  });

  test('R20: who has too few others in a small room asks the room once, and not for ever', async () => {
    someTime();
    const { here, guests } = await roomOf(2);
    const [one, other] = guests;
    for (const { peers } of guests) peers.takePart();
    await one.until(() => withGuests(one).includes(other.id));
    await vi.advanceTimersByTimeAsync(10_000);
    const before = sumOf(here.room.said);
    await vi.advanceTimersByTimeAsync(300_000); // ICE servers are not renewed yet
    expect(sumOf(here.room.said)).toBe(before);
  });

  test('V10, R20: one that only looks finds who takes part, though it was told of nobody that does', async () => {
    someTime();
    const here = await world();
    const host = await join(here, true);
    const takers = await crowd(here, 2, takePart);
    await allHave(takers, (guest) => withGuests(guest).length === 1 && guest.peers.areGuestsAllowed);
    host.leave();
    await crowd(here, 40);
    const looking = await join(here, false);
    while (!linked(looking).some((id) => takers.some((taker) => taker.id === id)))
      await vi.advanceTimersByTimeAsync(250);
    expect(linked(looking)).toHaveLength(1);
  });

  test('S6e: one that nobody was told of speaks, and is answered', async () => {
    const { here, guests } = await roomOf(1);
    const [one] = guests;
    one.peers.takePart();
    await crowd(here, 3 * MAX_TOLD_PEERS);
    let unknown = await stranger(here);
    while (one.peers.get(unknown.self) !== undefined) unknown = await stranger(here);
    unknown.say(hello({ part: 'takes', guests: await wordOf(here) }), one.id);
    await unknown.hears('description');
    expect(one.peers.get(unknown.self)?.isPresent).toBe(true);
    unknown.leave();
    await one.until(() => one.peers.get(unknown.self)?.isPresent !== true);
  });

  test('R19: a false host is greeted, and has nothing of it', async () => {
    const here = await world();
    const host = await join(here, true);
    const liar = await stranger(here, true);
    const guest = await join(here, false, files(), takePart);
    await haveLinks(guest, host);
    await liar.hears('hello');
    await settled(here, guest.id);
    liar.say(hello({}), guest.id);
    await settled(here, guest.id);
    expect(liar.heard.filter(({ type }) => type !== 'hello')).toEqual([]);
    expect(liar.heard.filter((each) => looks(each) || asks(each)).length).toBeLessThanOrEqual(1);
    expect(guest.peers.get(liar.self)?.peer).toBeUndefined();
  });

  test('S6e: all that lose their place in the room come back, and no link is made anew', async () => {
    someTime();
    const here = await world();
    const host = await join(here, true);
    const guests = await crowd(here, 3 * MAX_TOLD_PEERS, takePart);
    await allHave(guests, (guest) => withGuests(guest).length >= SWARM_LINKS);
    await host.until(() => linked(host).length === guests.length);
    await vi.advanceTimersByTimeAsync(5000); // nothing more is on its way
    const before = guests.map((guest) => linked(guest).toSorted());
    counted.made = 0;
    here.room.restart();
    while ([host, ...guests].some(({ peers }) => !peers.isJoined)) await vi.advanceTimersByTimeAsync(250);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(counted.made).toBe(0);
    expect(guests.map((guest) => linked(guest).toSorted())).toEqual(before);
    for (const { peers } of [host, ...guests]) expect(peers.peers.map(({ isThere }) => isThere)).not.toContain(false);
  });

  test('R19, R4: one that is back, with links enough, greets the host that it has none with, and nobody else', async () => {
    someTime();
    const here = await world();
    const host = await join(here, true);
    const guests = await crowd(here, 3 * MAX_TOLD_PEERS, takePart);
    await allHave(guests, (guest) => withGuests(guest).length >= SWARM_LINKS);
    const [one] = guests as [Joined];
    await one.until(() => linked(one).includes(host.id));
    const silent = await stranger(here, true); // it might be the host
    await vi.advanceTimersByTimeAsync(5000);
    const before = here.room.said.get(one.id) ?? 0;
    here.room.drop(one.id);
    await silent.hears('hello');
    await turns();
    expect((here.room.said.get(one.id) ?? 0) - before).toBeLessThanOrEqual(3); // that, and "ice"
    expect(silent.heard).toHaveLength(1);
  });

  test('R19: a host that comes back finds everybody, and everybody it', async () => {
    const here = await world();
    const guests = await crowd(here, 3 * MAX_TOLD_PEERS);
    const host = await join(here, true);
    await host.until(() => linked(host).length === guests.length);
    await allHave(guests, (guest) => linked(guest).includes(host.id));
  });
});
