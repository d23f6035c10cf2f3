/** Guests that take part link with each other, and with nobody who breaks the rules: real peers in one process. */
import { describe, expect, test, vi } from 'vitest';

import type { PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import {
  GUEST,
  counted,
  files,
  haveLinks,
  hello,
  join,
  linked,
  looks,
  newLink,
  offer,
  roomOf,
  roomWithoutHost,
  settled,
  someTime,
  stranger,
  takePart,
  takes,
  turns,
  world,
  wordOf,
  type Joined,
} from './room-world.ts';

describe('guests that take part', () => {
  test('V9: link with each other, and with no guest that only looks', async () => {
    const {
      host,
      guests: [one, other, third],
    } = await roomOf(3);
    one.peers.takePart();
    await turns();
    expect(linked(one)).toEqual([host.id]);
    other.peers.takePart();
    await haveLinks(one, host, other);
    await haveLinks(other, host, one);
    expect(one.peers.get(other.id)?.peer?.isHost).toBe(false);
    expect(other.peers.get(one.id)?.peer?.isHost).toBe(false);
    await turns();
    expect(linked(third)).toEqual([host.id]);
    expect(one.peers.hasTakenPart).toBe(true);
    expect([one, other, third].flatMap(({ losses }) => losses)).toEqual([]);
  });

  test('V7: one that comes and takes part already greets those that do, and one that begins later greets them', async () => {
    const {
      here,
      host,
      guests: [one, other],
    } = await roomOf(2);
    one.peers.takePart();
    const newcomer = await join(here, false, files(), takePart);
    await haveLinks(newcomer, host, one);
    await turns();
    expect(linked(other)).toEqual([host.id]);
    other.peers.takePart();
    await haveLinks(other, host, one, newcomer);
  });

  test('S6b: both greet at once: there is one link', async () => {
    const {
      host,
      guests: [one, other],
    } = await roomOf(2);
    counted.made = 0;
    one.peers.takePart();
    other.peers.takePart();
    await Promise.all([haveLinks(one, host, other), haveLinks(other, host, one)]);
    await turns();
    expect(counted.made).toBe(2);
    const ends = [one.peers.get(other.id)?.peer, other.peers.get(one.id)?.peer];
    expect(ends[0]?.linkId).toBe(ends[1]?.linkId);
    expect(ends.filter((peer) => peer?.isOfferer)).toHaveLength(1);
  });

  test('S6b: a hello instead of one that was not answered is answered, whoever would answer else', async () => {
    for (;;) {
      const here = await world();
      const other = await stranger(here);
      const guest = await join(here, false, files(), takePart);
      if (guest.id < other.self) continue; // it would answer in any case
      const { link } = await other.hears('hello', takes);
      const about = { part: 'takes', guests: await wordOf(here) };
      other.say(hello(about));
      await settled(here, guest.id);
      expect(other.heard.filter(({ type }) => type === 'description')).toEqual([]);
      other.say({ ...hello(about), instead: link } as PeerMessage, guest.id);
      await other.hears('description');
      guest.peers.renew();
      await other.hears('hello', (each) => takes(each) && each.link !== link);
      const asking = hello({ part: 'asks' });
      other.say(asking, guest.id); // it answers nobody
      await other.hears('description', (each) => each.link === asking.link);
      return;
    }
  });

  test('S6c: a lost link is made anew by the one who had greeted', async () => {
    const [one, other] = (await roomWithoutHost(2)).guests;
    const first = one.peers.get(other.id)?.peer;
    first?.close();
    await one.until(() => linked(one).length === 1 && one.peers.get(other.id)?.peer !== first);
    expect(one.peers.get(other.id)?.peer?.isOfferer).toBe(first?.isOfferer);
  });

  test.each([
    ['greeted', false],
    ['answered', true],
  ])(
    'V7: one that had %s wants the host only: links are ended without a word, and none is made',
    async (_, isOfferer) => {
      const { host, guests } = await roomOf(2);
      for (const { peers } of guests) peers.takePart();
      await Promise.all(guests.map((each) => each.until(() => linked(each).length === 2)));
      const hasAnswered = ({ peers }: Joined): boolean => peers.peers.some((peer) => !peer.isHost && peer.isOfferer);
      const [first, second] = guests;
      const [one, other] = hasAnswered(first) === isOfferer ? [first, second] : [second, first];
      one.peers.setOnlyHost(true);
      expect(one.peers.isOnlyHost).toBe(true);
      await haveLinks(one, host);
      await haveLinks(other, host);
      await turns();
      other.peers.renew(); // greets everybody
      await haveLinks(other, host);
      await turns();
      expect(linked(one)).toEqual([host.id]);
      expect([...one.losses, ...other.losses]).toEqual([]);
      one.peers.setOnlyHost(false);
      await Promise.all([haveLinks(one, host, other), haveLinks(other, host, one)]);
    },
  );

  test('V7: an offer that comes when it is not wanted any more is no breach', async () => {
    const here = await world();
    const other = await stranger(here);
    const guest = await join(here, false, files(), takePart);
    const { link } = await other.hears('hello', takes);
    guest.peers.setOnlyHost(true);
    other.say(offer(link, { ...GUEST, part: 'takes', guests: await wordOf(here) }));
    expect(await other.hears('busy')).toEqual({ type: 'busy', link });
    expect(guest.peers.get(other.self)?.isBanned).toBe(false);
    expect(guest.peers.peers).toEqual([]);
    guest.peers.renew();
    await other.hears('hello', looks);
  });
});

describe('a guest that breaks the rules', () => {
  test('V5: a stolen proof makes nobody the host, and is not answered', async () => {
    const { here, host, guests } = await roomOf(1);
    const [one] = guests;
    one.peers.takePart();
    const thief = await stranger(here);
    host.peers.renew(); // the proof that it says hello with
    const { about, link } = (await thief.hears('hello', (each) => each.type === 'hello' && !!each.about?.host)) as {
      about: object;
      link: string;
    };
    const stolen = { ...about, part: 'takes', guests: await wordOf(here) };
    thief.say(hello(stolen, link), one.id);
    await settled(here, one.id);
    thief.say(hello(stolen), one.id);
    await settled(here, one.id);
    expect(thief.heard.filter(({ type }) => type === 'description')).toEqual([]);
    expect(one.peers.get(thief.self)?.peer).toBeUndefined();
    one.peers.renew();
    const greeting = await thief.hears('hello', takes);
    thief.say(offer(greeting.link, stolen), one.id);
    await one.until(() => one.peers.get(thief.self)?.isBanned === true);
    expect(one.peers.get(thief.self)?.peer).toBeUndefined();
  });

  test('V9: an offer that does not say that it takes part is not answered, and its peer is banned', async () => {
    const here = await world();
    const other = await stranger(here);
    const guest = await join(here, false, files(), takePart);
    const { link } = await other.hears('hello', takes);
    counted.made = 0;
    other.say(offer(link, { ...GUEST, guests: await wordOf(here) }));
    await guest.until(() => guest.peers.get(other.self)?.isBanned === true);
    expect(counted.made).toBe(0);
  });

  test('V9: an offer to a hello that was for the host is not answered, and its peer is banned', async () => {
    const here = await world();
    const other = await stranger(here);
    const guest = await join(here, false);
    const { link } = await other.hears('hello');
    counted.made = 0;
    other.say(offer(link, { ...GUEST, part: 'takes', guests: await wordOf(here) }));
    await guest.until(() => guest.peers.get(other.self)?.isBanned === true);
    expect(counted.made).toBe(0);
  });

  test('V9: who only looks, a preview bot for one, learns of guests that they take part, and no address', async () => {
    const { here, guests } = await roomOf(2);
    for (const { peers } of guests) peers.takePart();
    const bot = await stranger(here);
    for (const { id } of guests) bot.say(hello({}), id);
    await vi.waitUntil(() => bot.heard.filter(takes).length === guests.length);
    for (const { id } of guests) await settled(here, id);
    expect(bot.heard.map(({ type }) => type)).toEqual(['hello', 'hello']);
  });

  test('S5b: one that never answers costs one link, for a bounded time', async () => {
    someTime();
    const here = await world();
    const host = await join(here, true);
    const bot = await stranger(here);
    for (const link of [newLink(), newLink(), newLink()]) {
      bot.say(hello({}, link));
      await bot.hears('description', (each) => each.link === link);
      expect(host.peers.peers).toHaveLength(1);
    }
    await vi.advanceTimersByTimeAsync(13_000);
    expect(host.peers.peers).toEqual([]);
  });
});
