/** Who greets whom, and what becomes of a link: real peers in one process, by the Worker's own room. */
import { describe, expect, test, vi } from 'vitest';

import { MAX_PAST_PEERS, RELINK_BURST } from '../../../src/protocol/limits.ts';
import type { Introduction } from '../../../src/protocol/messages/introduction.ts';
import type { PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { counted, GUEST, join, newLink, serviceOf, stranger, turns, world, type World } from './room-world.ts';

describe('greeting', () => {
  test.each([
    ['the host is there first', true],
    ['the guest is', false],
  ])('S6: %s: the newcomer greets, and there is one link', async (_, isHostFirst) => {
    const here = await world();
    counted.made = 0;
    const first = await join(here, isHostFirst);
    const second = await join(here, !isHostFirst);
    await Promise.all([first.opened(), second.opened()]);
    expect(counted.made).toBe(2);
    const [host, guest] = isHostFirst ? [first, second] : [second, first];
    expect([host.peers.peers[0]?.isHost, guest.peers.peers[0]?.isHost]).toEqual([false, true]);
    expect(second.peers.peers[0]?.isOfferer).toBe(false);
  });

  test('S6a: a guest answers no guest: each has a link with the host alone', async () => {
    const here = await world();
    const guests = [await join(here, false), await join(here, false)];
    await turns();
    expect(guests.flatMap(({ peers }) => peers.peers)).toEqual([]);
    const host = await join(here, true);
    await Promise.all(guests.map(({ opened }) => opened()));
    await host.until(() => host.peers.peers.length === 2);
    await turns();
    expect(guests.map(({ peers }) => peers.peers.length)).toEqual([1, 1]);
  });

  test('S6b: both greet at once: the host answers, and there is one link', async () => {
    const here = await world();
    const host = await join(here, true);
    const guest = await join(here, false);
    await Promise.all([host.opened(), guest.opened()]);
    counted.made = 0;
    host.peers.renew();
    guest.peers.renew();
    await Promise.all([host.opened(), guest.opened()]);
    await turns();
    expect(counted.made).toBe(2);
    expect(host.peers.peers[0]?.isOfferer).toBe(true);
    expect(host.peers.peers[0]?.linkId).toBe(guest.peers.peers[0]?.linkId);
  });

  test('S5a: an offer for another greeting than the last one is not taken', async () => {
    const here = await world();
    const host = await stranger(here);
    const guest = await join(here, false);
    const first = await host.hears('hello');
    guest.peers.renew();
    const hellos = (): PeerMessage[] => host.heard.filter(({ type }) => type === 'hello');
    await vi.waitUntil(() => hellos().length === 2);
    const [, second] = hellos();
    expect(second?.link).not.toBe(first.link);
    for (const { link } of [first, second!]) {
      const about = { ...GUEST, host: await here.founder.signHost(host.self, link) };
      host.say({ type: 'description', link, lane: 0, kind: 'offer', sdp: 'v=0\r\n', about });
    }
    await guest.until(() => guest.peers.peers.length === 1);
    expect(guest.peers.peers[0]?.linkId).toBe(second?.link);
  });

  test('S6c: a lost link is made anew by the guest, and a peer that opens links and breaks them keeps nobody at it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], shouldAdvanceTime: true });
    const here = await world();
    const host = await join(here, true);
    const guest = await join(here, false);
    const open = (): Promise<unknown> => Promise.all([host.opened(), guest.opened()]);
    const given = guest.until(() => guest.losses.length > 0).then(() => 'given up');
    await open();
    counted.made = 0;
    const [files] = host.services;
    const [served] = guest.services;
    for (let round = 1; (await Promise.race([open(), given])) !== 'given up'; round++) {
      guest.peers.peers[0]?.sendControl({ service: 'files', type: 'hi' });
      host.peers.peers[0]?.sendControl({ service: 'files', type: 'hi' }); // it was of use
      await vi.waitUntil(() => [files, served].every((each) => each?.got.length === round));
      host.peers.peers[0]?.close(); // without a word
      await guest.until(() => guest.peers.peers.length === 0);
      await vi.advanceTimersByTimeAsync(1000);
    }
    // Each is two connections; some came back with the seconds that went by.
    expect(counted.made / 2).toBeGreaterThanOrEqual(RELINK_BURST);
    expect(counted.made / 2).toBeLessThanOrEqual(RELINK_BURST + 2);
    expect(guest.losses.at(-1)).toMatchObject({ by: 'network', code: 'connection-lost' });
  }, 20_000);

  test('peers who come and go without end are not remembered without end', async () => {
    const here = await world();
    const host = await join(here, true);
    for (let number = 0; number < MAX_PAST_PEERS + 20; number++) {
      const visitor = await stranger(here);
      visitor.say({ type: 'hello', link: newLink(), role: 'receiver', about: { versions: [1], services: {} } });
      await visitor.hears('end');
      host.peers.ban(visitor.self, 'peer-misbehaved'); // who is banned is remembered longest
      visitor.leave();
      await turns(5);
    }
    expect(host.peers.all.length).toBeLessThanOrEqual(MAX_PAST_PEERS + 1);
  });
});

describe('V1: another version', () => {
  test.each([
    ['an older one', { versions: [1], services: {} }, 'peer-outdated'],
    ['one that says nothing of itself', undefined, 'peer-outdated'],
    ['a newer one', { versions: [3, 4], services: { files: 2 } }, 'outdated'],
  ] as const)('greets: %s is told so in words, and so is the person here', async (_, about, code) => {
    const here = await world();
    const host = await join(here, true);
    const guest = await stranger(here);
    const link = newLink();
    guest.say({ type: 'hello', link, role: 'receiver', ...(about === undefined ? {} : { about }) });
    expect(await guest.hears('end')).toEqual({ type: 'end', link, code: 'signaling-failed' });
    expect(host.losses).toMatchObject([{ code }]);
    expect(host.peers.get(guest.self)).toMatchObject({ unreached: code, number: 1 });
  });

  test('answers a greeting: an offer of version 1 is not taken, and both are told', async () => {
    const here = await world();
    const host = await stranger(here);
    const guest = await join(here, false);
    const { link } = await host.hears('hello');
    host.say({ type: 'description', link, lane: 0, kind: 'offer', sdp: 'v=0\r\n' });
    expect(await host.hears('end')).toMatchObject({ link, code: 'signaling-failed' });
    expect(guest.losses).toMatchObject([{ code: 'peer-outdated' }]);
  });

  test('one that both have among others is spoken', async () => {
    const here = await world();
    await join(here, true);
    const guest = await stranger(here);
    guest.say({ type: 'hello', link: newLink(), role: 'receiver', about: { versions: [1, 2, 3], services: {} } });
    expect(await guest.hears('description')).toMatchObject({ kind: 'offer', about: { versions: [2] } });
  });
});

describe('V5: the host', () => {
  const offered = async (prove: (here: World, self: string, link: string) => Promise<Introduction>) => {
    const here = await world();
    const other = await stranger(here);
    const guest = await join(here, false);
    const { link } = await other.hears('hello');
    const about = await prove(here, other.self, link);
    other.say({ type: 'description', link, lane: 0, kind: 'offer', sdp: 'v=0\r\n', about });
    const member = guest.peers.get(other.self);
    await guest.until(() => member?.peer !== undefined || member?.isBanned === true);
    return member;
  };

  test('with its proof is taken for it', async () => {
    const member = await offered(async ({ founder }, self, link) => ({
      ...GUEST,
      host: await founder.signHost(self, link),
    }));
    expect(member?.peer?.isHost).toBe(true);
  });

  test.each<readonly [string, (here: World, self: string, link: string) => Promise<Introduction>]>([
    ['no proof', async () => GUEST],
    [
      'a proof for another link',
      async ({ founder }, self) => ({ ...GUEST, host: await founder.signHost(self, newLink()) }),
    ],
    [
      'a proof of another peer',
      async ({ founder }, _, link) => ({ ...GUEST, host: await founder.signHost('alicealice__', link) }),
    ],
    [
      'a proof by another key',
      async (_, self, link) => ({ ...GUEST, host: await (await ShareSigner.generate()).signHost(self, link) }),
    ],
  ])('%s: a guest makes no connection, and answers it no more', async (_, prove) => {
    counted.made = 0;
    const member = await offered(prove);
    expect(member?.peer).toBeUndefined();
    expect(member?.isBanned).toBe(true);
    expect(counted.made).toBe(0);
  });

  test('is the only one whose hello a guest answers', async () => {
    const here = await world();
    await join(here, false);
    const other = await stranger(here);
    other.say({ type: 'hello', link: newLink(), role: 'receiver', about: GUEST });
    const link = newLink();
    const host = await here.founder.signHost(other.self, link);
    other.say({ type: 'hello', link, role: 'receiver', about: { ...GUEST, host } });
    const answer = await other.hears('description');
    expect(answer.link).toBe(link);
  });
});

describe('services', () => {
  const meet = async (ours: ReturnType<typeof serviceOf>[], theirs: ReturnType<typeof serviceOf>[]) => {
    const here = await world();
    const host = await join(here, true, ours);
    const guest = await join(here, false, theirs);
    await Promise.all([host.opened(), guest.opened()]);
    return { host, guest };
  };

  test('V2: begin where both sides have the same version, and on no other link', async () => {
    const [files, notes, talk] = [serviceOf(), serviceOf('notes', 2), serviceOf('talk')];
    await meet([files, notes, talk], [serviceOf(), serviceOf('notes', 1)]);
    expect([files, notes, talk].map(({ open }) => open.length)).toEqual([1, 0, 0]);
  });

  test('V3: hear their own messages, and what breaks a rule in one ends the link', async () => {
    const [files, notes] = [serviceOf(), serviceOf('notes', 1, 'bad')];
    const { host, guest } = await meet([files, notes], [serviceOf(), serviceOf('notes')]);
    const [peer] = guest.peers.peers;
    peer?.sendControl({ service: 'files', type: 'hi' });
    await turns();
    expect([files.got.length, notes.got.length]).toEqual([1, 0]);
    peer?.sendControl({ service: 'notes', type: 'hi' });
    await guest.until(() => guest.losses.length > 0);
    expect(guest.losses).toMatchObject([{ by: 'peer', code: 'peer-misbehaved' }]);
    expect(host.losses).toMatchObject([{ by: 'here', code: 'peer-misbehaved' }]);
    expect(files.open).toEqual([]);
  });

  test('V4: a frame where nobody has files ends the link', async () => {
    const notes = (): ReturnType<typeof serviceOf> => {
      const each = serviceOf('notes');
      const { service } = each;
      return { ...each, service: { ...service, open: (peer) => ({ ...service.open(peer), gotFrame: undefined! }) } };
    };
    const here = await world();
    const host = await join(here, true, [notes()]);
    const guest = await join(here, false, [serviceOf('files'), notes()]);
    await Promise.all([host.opened(), guest.opened()]);
    const lanes = vi.spyOn(guest.peers.peers[0]!, 'sendControl');
    expect(lanes).not.toHaveBeenCalled();
    (guest.peers.peers[0] as unknown as { link: { sendFrame(bytes: Uint8Array): boolean } }).link.sendFrame(
      new Uint8Array(13),
    );
    await guest.until(() => guest.losses.length > 0);
    expect(guest.losses).toMatchObject([{ by: 'peer', code: 'peer-misbehaved' }]);
  });

  test('V6: what is unknown is ignored and counted', async () => {
    const files = serviceOf();
    const { host, guest } = await meet([files], [serviceOf()]);
    for (const message of [
      { type: 'unheard' },
      { service: 'files', type: 'unheard' },
      { service: 'theatre', type: 'hi' },
      { service: 'files', type: 'hi' },
    ])
      guest.peers.peers[0]?.sendControl(message);
    await turns();
    expect(host.peers.peers[0]?.unknownMessages).toBe(3);
    expect(files.got).toHaveLength(2);
    expect(host.losses).toEqual([]);
  });
});
