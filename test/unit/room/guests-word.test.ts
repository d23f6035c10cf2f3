/** Whether guests may link is said by the host, and by nobody else: real peers in one process. */
import { describe, expect, test } from 'vitest';

import type { GuestsWord } from '../../../src/protocol/messages/guests-word.ts';
import { signGuestsWord } from '../../../src/rendezvous/guests-word.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import {
  GUEST,
  files,
  haveLinks,
  hello,
  join,
  linked,
  looks,
  offer,
  roomOf,
  roomWithoutHost,
  settled,
  stranger,
  takePart,
  takes,
  turns,
  world,
  wordOf,
  type World,
} from './room-world.ts';

describe('the word of the host', () => {
  test('V8c: without it no two guests link, and with it they do', async () => {
    const here = await world();
    const one = await join(here, false, files(), takePart);
    const other = await join(here, false, files(), takePart);
    await turns();
    expect([linked(one), linked(other)]).toEqual([[], []]);
    expect(one.peers.areGuestsAllowed).toBe(false);
    const host = await join(here, true);
    await haveLinks(one, host);
    await haveLinks(other, host);
    await Promise.all([haveLinks(one, host, other), haveLinks(other, host, one)]);
  });

  test('V8c: without it a hello that says that it takes part is not answered', async () => {
    const here = await world();
    const guest = await join(here, false, files(), takePart);
    const other = await stranger(here);
    other.say(hello({ part: 'takes' }), guest.id);
    await settled(here, guest.id);
    expect(other.heard.filter(({ type }) => type === 'description')).toEqual([]);
  });

  test('V8a: is kept and shown while the host is away', async () => {
    const {
      here,
      guests: [one],
    } = await roomWithoutHost(1);
    const newcomer = await join(here, false, files(), takePart);
    await haveLinks(newcomer, one);
    expect(newcomer.peers.areGuestsAllowed).toBe(true);
  });

  test('V8a: is said on open links when it changes, and passed on', async () => {
    const {
      host,
      guests: [one, other],
    } = await roomOf(2);
    host.peers.allowGuests(false);
    for (const guest of [one, other]) await guest.until(() => !guest.peers.areGuestsAllowed);
    host.peers.allowGuests(true);
    for (const guest of [one, other]) await guest.until(() => guest.peers.areGuestsAllowed);
    expect(host.peers.areGuestsAllowed).toBe(true);
  });

  test('V8c: forbidden: guests end their links and make none, until they may again', async () => {
    const {
      here,
      host,
      guests: [one, other],
    } = await roomOf(2);
    for (const { peers } of [one, other]) peers.takePart();
    await Promise.all([haveLinks(one, host, other), haveLinks(other, host, one)]);
    host.peers.allowGuests(false);
    await Promise.all([haveLinks(one, host), haveLinks(other, host)]);
    const newcomer = await join(here, false, files(), takePart);
    await haveLinks(newcomer, host);
    await turns();
    expect([one, other, newcomer].map(linked)).toEqual([[host.id], [host.id], [host.id]]);
    host.peers.allowGuests(true);
    await haveLinks(one, host, other, newcomer);
  });

  test('V8a: the later one counts, whoever shows it', async () => {
    const { here, host, guests } = await roomOf(1);
    const [one] = guests;
    host.leave();
    one.peers.takePart();
    const other = await stranger(here);
    const [early, late] = [await wordOf(here, false, 1), await wordOf(here, false, Date.now() + 1000)];
    other.say(hello({ part: 'takes', guests: early }), one.id);
    await other.hears('description');
    other.say(hello({ part: 'takes', guests: late }), one.id);
    await one.until(() => !one.peers.areGuestsAllowed);
    await one.until(() => one.peers.peers.length === 0);
    one.peers.renew();
    await other.hears('hello', looks);
  });

  test('V8a: a host whose clock has gone back says it once more, as later', async () => {
    const here = await world();
    const host = await join(here, true);
    const guest = await stranger(here);
    const stale = await wordOf(here, false, Date.now() + 3_600_000);
    guest.say(hello({ guests: stale }));
    await guest.hears('description');
    const newcomer = await join(here, false);
    await haveLinks(newcomer, host);
    const other = await stranger(here);
    other.say(hello({ guests: stale }), newcomer.id);
    await turns();
    expect(newcomer.peers.areGuestsAllowed).toBe(true);
  });

  const byAnotherKey = async (): Promise<GuestsWord> =>
    signGuestsWord(await ShareSigner.generate(), true, Date.now() + 1000);
  const turned = async (here: World): Promise<GuestsWord> => ({ ...(await wordOf(here, false)), isAllowed: true });
  const later = async (here: World): Promise<GuestsWord> => ({ ...(await wordOf(here)), saidMs: Date.now() + 9000 });

  describe.each<readonly [string, (here: World) => Promise<GuestsWord>]>([
    ['by another key', byAnotherKey],
    ['turned around', turned],
    ['with another time', later],
  ])('that is forged: %s', (_, forge) => {
    test('V8b: in a hello: it is not answered', async () => {
      const here = await world();
      const guest = await join(here, false, files(), takePart);
      const other = await stranger(here);
      other.say(hello({ part: 'takes', guests: await forge(here) }), guest.id);
      await settled(here, guest.id);
      expect(other.heard.filter(({ type }) => type === 'description')).toEqual([]);
      other.say(hello({ part: 'takes', guests: await wordOf(here) }), guest.id);
      await other.hears('description');
    });

    test('V8b: in an offer: who makes it is banned', async () => {
      const here = await world();
      const other = await stranger(here);
      const guest = await join(here, false, files(), takePart);
      const { link } = await other.hears('hello', takes);
      other.say(offer(link, { ...GUEST, part: 'takes', guests: await forge(here) }));
      await guest.until(() => guest.peers.get(other.self)?.isBanned === true);
      expect(guest.peers.areGuestsAllowed).toBe(false);
    });

    test('V8b: on a link: it ends', async () => {
      const { here, guests } = await roomWithoutHost(2);
      const [one, other] = guests;
      one.peers.get(other.id)?.peer?.sendControl({ type: 'guests', ...(await forge(here)), saidMs: Date.now() + 9000 });
      await one.until(() => one.losses.length > 0);
      expect(one.losses).toMatchObject([{ by: 'peer', code: 'peer-misbehaved' }]);
      expect(other.peers.get(one.id)?.isBanned).toBe(true);
    });
  });
});
