/** Whoever only looks, while the host is away or has no room: real peers in one process. */
import { describe, expect, test, vi } from 'vitest';

import { MAX_GUEST_LINKS, MAX_PEER_LINKS } from '../../../src/protocol/limits.ts';
import type { PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { BUSY_RETRY_MS } from '../../../src/room/greeter.ts';
import {
  GUEST,
  asks,
  files,
  haveLinks,
  hello,
  join,
  linked,
  newLink,
  offer,
  roomOf,
  roomWithoutHost,
  settled,
  someTime,
  stranger,
  turns,
  world,
  wordOf,
  type Joined,
  type World,
} from './room-world.ts';

describe('a guest that only looks, while the host is away', () => {
  test('V10: has one link, with a guest that takes part, and with the host when it comes back', async () => {
    const { here, guests } = await roomWithoutHost(2);
    const looking = await join(here, false);
    await looking.until(() => linked(looking).length > 0);
    await turns();
    expect(linked(looking)).toHaveLength(1);
    expect(guests.map(({ id }) => id)).toContain(linked(looking)[0]);
    expect(looking.peers.hasTakenPart).toBe(false);
    const host = await join(here, true);
    await haveLinks(looking, host);
    await turns();
    expect(looking.losses).toEqual([]);
  });

  test('V10: has one when the host leaves, and keeps it when it takes part', async () => {
    const { host, guests } = await roomOf(2);
    const [one, looking] = guests;
    one.peers.takePart();
    await turns();
    host.leave();
    await haveLinks(looking, one);
    const link = looking.peers.get(one.id)?.peer;
    looking.peers.takePart();
    await turns();
    expect(looking.peers.get(one.id)?.peer).toBe(link);
  });

  test('V10: has none when it is to link with the host only, or when guests may not link', async () => {
    const { here, host, guests } = await roomOf(1);
    guests[0].peers.takePart();
    const alone = await join(here, false, files(), (peers) => peers.setOnlyHost(true));
    await haveLinks(alone, host);
    host.leave();
    await turns(200);
    expect(linked(alone)).toEqual([]);
    const other = await stranger(here);
    other.say(hello({ guests: await wordOf(here, false, Date.now() + 1000) }), guests[0].id);
    await guests[0].until(() => !guests[0].peers.areGuestsAllowed);
    alone.peers.setOnlyHost(false);
    await turns(200);
    expect([linked(alone), linked(guests[0])]).toEqual([[], []]);
  });

  test('V10: one after the other is asked, while none answers, and each once', async () => {
    someTime();
    const here = await world();
    const looking = await join(here, false);
    const holders = [await stranger(here), await stranger(here)];
    const about = { part: 'takes', guests: await wordOf(here) };
    for (const holder of holders) holder.say(hello(about), looking.id);
    const asked = (): number => holders.flatMap(({ heard }) => heard.filter(asks)).length;
    await vi.waitUntil(() => asked() === 1);
    await turns();
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(4000);
    await vi.waitUntil(() => asked() === 2);
    expect(holders.map(({ heard }) => heard.filter(asks).length)).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(20_000);
    await turns();
    expect(asked()).toBe(2);
    holders[1]?.say(hello(about), looking.id); // it is there after all
    await vi.waitUntil(() => asked() === 3);
  });

  test('V10: it waits for the host as long as that may answer', async () => {
    someTime();
    const here = await world();
    const host = await stranger(here);
    const looking = await join(here, false);
    await host.hears('hello');
    const holder = await stranger(here);
    holder.say(hello({ part: 'takes', guests: await wordOf(here) }), looking.id);
    await looking.until(() => looking.peers.areGuestsAllowed);
    await turns();
    expect(holder.heard.filter(asks)).toEqual([]);
    await vi.advanceTimersByTimeAsync(4000);
    await holder.hears('hello', asks);
  });

  test('V10: who does not take part answers nobody who asks', async () => {
    const { here, guests } = await roomOf(1);
    const other = await stranger(here);
    for (const part of ['asks', 'takes']) {
      other.say(hello({ part, guests: await wordOf(here) }), guests[0].id);
      await settled(here, guests[0].id);
    }
    expect(other.heard).toEqual([]);
  });

  test('V10: nobody is asked without the word of the host', async () => {
    const here = await world();
    const looking = await join(here, false);
    const holder = await stranger(here);
    for (const shown of [{}, { guests: await wordOf(here, false) }]) {
      holder.say(hello({ part: 'takes', ...shown }), looking.id);
      await turns();
    }
    await settled(here, looking.id);
    expect(holder.heard).toEqual([]);
  });

  test('V10: an offer that comes when the host has answered is no breach, and is not taken', async () => {
    const here = await world();
    const looking = await join(here, false);
    const holder = await stranger(here);
    const about = { ...GUEST, part: 'takes', guests: await wordOf(here) };
    holder.say(hello(about), looking.id);
    const { link } = await holder.hears('hello', asks);
    const host = await join(here, true);
    await haveLinks(looking, host);
    holder.say(offer(link, about), looking.id);
    expect(await holder.hears('busy')).toEqual({ type: 'busy', link });
    expect(looking.peers.get(holder.self)?.isBanned).toBe(false);
  });
});

describe('a peer that has no room', () => {
  test('S6d, V10: a guest is asked instead of the host', async () => {
    const here = await world();
    const host = await stranger(here);
    const looking = await join(here, false);
    const { link } = await host.hears('hello');
    const holder = await stranger(here);
    holder.say(hello({ part: 'takes', guests: await wordOf(here) }), looking.id);
    await looking.until(() => looking.peers.areGuestsAllowed); // it has heard of the holder
    host.say({ type: 'busy', link }, looking.id);
    const { link: asked } = await holder.hears('hello', asks);
    holder.say(offer(asked, { ...GUEST, part: 'takes', guests: await wordOf(here) }), looking.id);
    await holder.hears('description');
    expect(looking.losses).toEqual([]);
    expect(looking.peers.get(holder.self)?.peer?.isHost).toBe(false);
  });

  test('S6d: is told to the person, once, and greeted again in a while, ever more seldom', async () => {
    someTime();
    // Without jitter: one more step of time brings the greeting, and no step too many its end.
    const random = vi.spyOn(Math, 'random').mockReturnValue(0);
    const here = await world();
    const host = await stranger(here);
    const looking = await join(here, false);
    const hellos = (): PeerMessage[] => host.heard.filter(({ type }) => type === 'hello');
    for (const round of [1, 2]) {
      await vi.waitUntil(() => hellos().length === round);
      host.say({ type: 'busy', link: hellos()[round - 1]?.link ?? '' });
      await looking.until(() => looking.peers.get(host.self)?.isBusy === true);
      await looking.until(() => looking.losses.length > 0);
      expect(looking.peers.isGreeting).toBe(false);
      await vi.advanceTimersByTimeAsync(BUSY_RETRY_MS * 2 ** (round - 1) - 1000); // some has gone by
      expect(hellos()).toHaveLength(round);
      await vi.advanceTimersByTimeAsync(1000);
    }
    random.mockRestore();
    expect(looking.losses).toMatchObject([{ by: 'network', code: 'peer-busy' }]);
    await vi.waitUntil(() => hellos().length === 3);
  });

  test('S6d: whose offer is not taken closes it, and nobody is told', async () => {
    const { here, guests } = await roomWithoutHost(1);
    const [one] = guests;
    const other = await stranger(here);
    const link = newLink();
    other.say(hello({ part: 'takes' }, link), one.id);
    await other.hears('description');
    other.say({ type: 'busy', link }, one.id);
    await one.until(() => one.peers.peers.length === 0);
    await turns();
    expect(one.losses).toEqual([]);
  });

  /** As many links as there may be, with guests that have lost their place in the room since. */
  async function fill(here: World, full: Joined, most = MAX_PEER_LINKS): Promise<void> {
    while (linked(full).length < most) {
      const guest = await join(here, false);
      await haveLinks(guest, full);
      await full.until(() => linked(full).includes(guest.id));
      here.room.cut(guest.id);
    }
  }

  test('S6d: links that outlive their place in the room are bounded, and the next is served when one is gone', async () => {
    someTime();
    const here = await world();
    const host = await join(here, true);
    await fill(here, host);
    const late = await join(here, false);
    await late.until(() => late.losses.length > 0);
    expect(late.losses).toMatchObject([{ by: 'network', code: 'peer-busy' }]);
    expect(linked(host)).toHaveLength(MAX_PEER_LINKS);
    host.peers.peers[0]?.close();
    const isAnswered = (): boolean => late.peers.isGreeting || late.isOpen();
    while (!isAnswered()) await vi.advanceTimersByTimeAsync(250); // it greets again, and may be answered
    await haveLinks(late, host);
  }, 20_000);

  test('S6d: a guest has MAX_GUEST_LINKS with guests, and always one for the host', async () => {
    const { here, guests } = await roomWithoutHost(1);
    const [full] = guests;
    await fill(here, full, MAX_GUEST_LINKS);
    const late = await join(here, false);
    await late.until(() => late.losses.length > 0);
    expect(late.losses).toMatchObject([{ by: 'network', code: 'peer-busy' }]);
    const host = await join(here, true);
    await full.until(() => linked(full).includes(host.id));
    await haveLinks(late, host);
  }, 20_000);
});
