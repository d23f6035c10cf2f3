/** A room of two, three and more, in one process: everybody gives, and everybody takes. */
import { randomBytes } from 'node:crypto';

import { afterEach, describe, expect, test } from 'vitest';

import { parseFragment } from '../../../src/rendezvous/link.ts';
import { encodeManifestPages } from '../../../src/protocol/manifest.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { NO_TERMS } from '../../../src/session/own-room.ts';
import { deriveCapability } from '../../../src/rendezvous/token.ts';
import { EarlySocket } from '../../../src/signaling/early-socket.ts';
import type { Network } from '../../../src/signaling/transport.ts';
import type { TakenSession } from '../../../src/session/view/receive.ts';
import type { RoomSession } from '../../../src/session/view/room.ts';
import { hashOf, listOf, SERVER, startBrowser, until, World } from './world.ts';

const MIB = 2 ** 20;
/** There is time to see a transfer under way. */
const SLOW = { delayMs: 25, loss: 0, random: () => 1 };
let world = new World();
afterEach(() => world.close());

const file = (name: string, bytes: Buffer<ArrayBuffer>): File => new File([bytes], name, { lastModified: 1 });
const isReady = ({ status }: { status: string }): boolean => status === 'ready';
const isDone = ({ status }: { status: string }): boolean => status === 'done';

/** Accepts the nth share that others have announced beside the first. */
async function take(room: RoomSession, index = 0): Promise<TakenSession> {
  await until(room, ({ given }) => given[index]?.session.view.choices.length === 1);
  const { session } = room.view.given[index]!;
  session.accept('download');
  return session;
}

describe('two', () => {
  test('a share of several blocks arrives, is saved equal, and both say so', async () => {
    world = new World();
    const bytes = randomBytes(5 * MIB + 12_345);
    const host = await world.host([file('film.mkv', bytes)]);
    const guest = world.guest(host);
    await until(guest.session, isReady);
    guest.session.accept('download');
    await Promise.all([until(guest.session, isDone), until(host.session, isDone)]);
    expect(guest.saved).toEqual([hashOf(bytes)]);
  });

  test('each adds a share of its own, and takes the other one at the same time', async () => {
    world = new World();
    const [film, song] = [randomBytes(3 * MIB), randomBytes(2 * MIB + 7)];
    const host = await world.host([file('film.mkv', film)]);
    const guest = world.guest(host);
    await until(guest.session, isReady);
    const [hosts, guests] = await Promise.all([host.session.room(), guest.session.room()]);
    expect(guests.view.canAdd).toBe(true);
    guests.addFiles(listOf(file('song.flac', song)));
    const taken = await take(hosts);
    expect(hosts.view.given[0]?.from).toEqual({ isHost: false, number: 1 });
    guest.session.accept('download');
    await Promise.all([
      until(guest.session, isDone),
      until(taken, isDone),
      until(guests.view.added[0]!.session, isDone),
      until(host.session, isDone),
    ]);
    expect([host.saved, guest.saved]).toEqual([[hashOf(song)], [hashOf(film)]]);
  });

  test('a note is told of before anybody asks for the notes, and is there then', async () => {
    world = new World();
    const host = await world.host([file('film.mkv', randomBytes(MIB))]);
    const guest = world.guest(host);
    await until(guest.session, isReady);
    expect(guest.session.view.hasMore).toBe(false);
    (await host.session.notes()).send('Take it');
    await until(guest.session, ({ hasMore }) => hasMore);
    await until(await guest.session.notes(), ({ notes }) => notes.some(({ text }) => text === 'Take it'));
  });

  test('another share is told of', async () => {
    world = new World();
    const host = await world.host([file('film.mkv', randomBytes(MIB))]);
    const guest = world.guest(host);
    await until(guest.session, isReady);
    expect(guest.session.view.hasMore).toBe(false);
    (await host.session.room()).addFiles(listOf(file('more.mkv', randomBytes(MIB))));
    await until(guest.session, ({ hasMore }) => hasMore);
  });

  test('what is added later is announced to who is there, and taken on the same link', async () => {
    world = new World();
    const [film, more] = [randomBytes(MIB), randomBytes(MIB + 1)];
    const host = await world.host([file('film.mkv', film)]);
    const guest = world.guest(host);
    await until(guest.session, isReady);
    (await host.session.room()).addFiles(listOf(file('more.mkv', more)));
    const guests = await guest.session.room();
    const taken = await take(guests);
    expect(guests.view.given[0]?.from.isHost).toBe(true);
    await until(taken, isDone);
    guest.session.accept('download');
    await until(guest.session, isDone);
    expect(guest.saved).toEqual([hashOf(more), hashOf(film)]);
  });

  test('C11: a download that is cancelled begins again on the same link', async () => {
    world = new World(SLOW);
    const film = randomBytes(9 * MIB);
    const host = await world.host([file('film.mkv', film)]);
    const guest = world.guest(host);
    await until(guest.session, isReady);
    guest.session.accept('download');
    await until(guest.session, ({ status }) => status === 'receiving');
    guest.session.cancel();
    expect(guest.session.view.note).toBe('cancelled');
    await until(host.session, ({ receivers }) => receivers[0]?.error === 'cancelled-by-receiver');
    guest.session.accept('download');
    await until(guest.session, isDone);
    expect(guest.saved).toEqual([hashOf(film)]);
    expect(host.session.view.receivers).toHaveLength(1);
  });

  test('a share that is stopped is not to be had any more, and the other goes on', async () => {
    world = new World(SLOW);
    const [film, more] = [randomBytes(2 * MIB), randomBytes(9 * MIB)];
    const host = await world.host([file('film.mkv', film)]);
    const guest = world.guest(host);
    await until(guest.session, isReady);
    const hosts = await host.session.room();
    hosts.addFiles(listOf(file('more.mkv', more)));
    const taken = await take(await guest.session.room());
    await until(taken, ({ status }) => status === 'receiving');
    hosts.view.added[0]!.session.cancel();
    expect((await until(taken, ({ status }) => status === 'stopped')).error?.code).toBe('cancelled-by-sender');
    guest.session.accept('download');
    await until(guest.session, isDone);
    expect(guest.saved).toEqual([hashOf(film)]);
    const late = world.guest(host);
    await until(late.session, isReady);
    expect((await late.session.room()).view.given).toEqual([]);
  });
});

test('a room that was entered before there was a receiver is entered once', async () => {
  world = new World();
  const host = await world.host([file('x.txt', randomBytes(1))]);
  const capability = await deriveCapability(parseFragment(new URL(host.session.view.link).hash).token);
  const { network } = world.room;
  let sockets = 0;
  const counting: Network = {
    ...network,
    socket: (url, protocols) => {
      sockets += 1;
      return network.socket(url, protocols);
    },
  };
  const early = new EarlySocket(counting, SERVER, Promise.resolve(capability.roomId));
  await early.identity;
  await new Promise((resolve) => setTimeout(resolve)); // the welcome has come
  const guest = world.guest(host, startBrowser(), { network: early, identity: early.identity });
  await until(guest.session, isReady);
  expect(sockets).toBe(1);
});

test('a room of version 1, whose one key was its share’s as well, goes on, and so does what was begun of it', async () => {
  world = new World(SLOW);
  const [here, there] = [startBrowser(), startBrowser()];
  const film = randomBytes(6 * MIB);
  const signer = await ShareSigner.generate();
  const capability = await deriveCapability(signer.token);
  const id = capability.roomId;
  const pages = encodeManifestPages([{ path: 'film.mkv', size: film.length, type: '', mtimeMs: 1 }]);
  await here.sent.put(
    { id, name: 'film.mkv', files: 1, bytes: film.length, createdMs: 1, terms: NO_TERMS, downloads: 0 },
    {
      id,
      key: signer.key,
      publicKey: signer.publicKey,
      signalingKey: capability.signalingKey,
      hasPassword: false,
      pages,
      handles: [],
    },
  );
  const host = await world.returned(id, here);
  await until(host.session, ({ needs }) => needs === 'files');
  host.session.chooseAgain(listOf(file('film.mkv', film)));
  const guest = world.guest(host, there);
  await until(guest.session, isReady);
  guest.session.accept('download');
  await until(guest.session, ({ bytesDone }) => bytesDone > 0);
  expect((await there.ledger.list()).map((entry) => entry.id)).toEqual([id]); // as version 1 has kept it
  await until(guest.session, isDone);
  expect(guest.saved).toEqual([hashOf(film)]);
});

test('S11: the limit of downloads counts for each share, and the link is over when all are used up', async () => {
  world = new World();
  const [film, more] = [randomBytes(MIB), randomBytes(MIB + 3)];
  const host = await world.host([file('film.mkv', film)]);
  host.session.setTerms({ expiresMs: undefined, mostDownloads: 1 });
  (await host.session.room()).addFiles(listOf(file('more.mkv', more)));
  await until(await host.session.room(), ({ added }) => added[0]?.session.view.note === 'for-receiver');
  await until(host.session, ({ note }) => note === 'for-receiver');
  const [one, other] = [world.guest(host), world.guest(host)];
  for (const { session } of [one, other]) await until(session, isReady);
  one.session.accept('download');
  await until(one.session, isDone);
  await until(host.session, ({ status }) => status === 'done');
  expect(host.session.view.isOpen).toBe(true);
  await until(other.session, ({ error }) => error?.code === 'share-used-up');
  await until(await take(await other.session.room()), isDone);
  expect(other.saved).toEqual([hashOf(more)]);
  await until(host.session, ({ isOpen }) => !isOpen);
  const late = world.guest(host);
  expect((await until(late.session, ({ status }) => status === 'stopped')).error?.code).toBe('share-used-up');
});

test('a room that gets a password has all its shares under the new link, and a file is added after that', async () => {
  world = new World();
  const [film, more, late] = [randomBytes(MIB), randomBytes(MIB + 1), randomBytes(7)];
  const host = await world.host([file('film.mkv', film)]);
  const hosts = await host.session.room();
  hosts.addFiles(listOf(file('more.mkv', more)));
  await until(hosts, ({ added }) => added[0]?.session.view.note === 'for-receiver');
  await until(host.session, ({ note }) => note === 'for-receiver');
  host.session.setPassword('open sesame');
  await until(host.session, ({ hasPassword }) => hasPassword);
  hosts.addFiles(listOf(file('late.txt', late)));
  const guest = world.guest(host, startBrowser(), {}, 'open sesame');
  await until(guest.session, isReady);
  guest.session.accept('download');
  await until(guest.session, isDone);
  const guests = await guest.session.room();
  for (const index of [0, 1]) await until(await take(guests, index), isDone);
  expect(guest.saved).toEqual([film, more, late].map(hashOf));
});

describe('C13: a share of a guest', () => {
  /** A host, and a guest that has added a share. */
  async function roomWithGiver(song: Buffer<ArrayBuffer>) {
    world = new World();
    const host = await world.host([file('film.mkv', randomBytes(MIB))]);
    const bob = world.guest(host);
    await until(bob.session, isReady);
    (await bob.session.room()).addFiles(listOf(file('song.flac', song)));
    await until(await host.session.room(), ({ given }) => given.length === 1);
    return { host, bob };
  }

  test('is shown to who comes later by the host, and taken from that guest', async () => {
    const song = randomBytes(2 * MIB + 9);
    const { host } = await roomWithGiver(song);
    const carol = world.guest(host);
    await until(carol.session, isReady);
    const room = await carol.session.room();
    await until(room, ({ given }) => given[0]?.session.view.status === 'ready');
    expect(room.view).toMatchObject({
      given: [{ from: { isHost: false, number: undefined } }],
      people: [{ isHost: true }],
    });
    await until(await take(room), isDone);
    expect(carol.saved).toEqual([hashOf(song)]);
    expect(room.view.people.map(({ isHost, isHere }) => [isHost, isHere])).toContainEqual([false, true]);
  });

  test('is not shown where the host allows no links between guests', async () => {
    const { host } = await roomWithGiver(randomBytes(MIB));
    (await host.session.room()).allowGuests(false);
    const carol = world.guest(host);
    await until(carol.session, isReady);
    const notes = await carol.session.notes();
    notes.send('I take part'); // and still gets no link with the other guest
    await until(await host.session.notes(), (view) => view.notes.some(({ text }) => text === 'I take part'));
    const room = await carol.session.room();
    expect(room.view).toMatchObject({ given: [], people: [{ isHost: true }], guests: { areAllowed: false } });
  });

  test('is not to be had by one who wants no link but the host’s', async () => {
    const { host } = await roomWithGiver(randomBytes(MIB));
    const carol = world.guest(host);
    const room = await carol.session.room();
    room.setOnlyHost(true);
    await until(room, ({ given }) => given[0]?.session.view.status === 'ready');
    const session = await take(room);
    await until(session, ({ status }) => status !== 'ready');
    expect(room.view.people.every(({ isHost }) => isHost)).toBe(true);
    room.setOnlyHost(false);
    await until(session, isDone);
  });
});

describe('a room with nothing in it', () => {
  test('says so to both sides; two guests give, the host takes both', async () => {
    world = new World();
    const host = await world.host([]);
    expect(host.session.view).toMatchObject({ isEmpty: true, note: 'for-givers', amount: { files: 0, bytes: 0 } });
    const guests = [world.guest(host), world.guest(host)];
    const songs = [randomBytes(MIB + 5), randomBytes(MIB + 6)];
    for (const [index, { session }] of guests.entries()) {
      await until(session, ({ status, note }) => status === 'ready' && note === 'nothing-yet');
      (await session.room()).addFiles(listOf(file(`${index}.flac`, songs[index]!)));
    }
    await until(host.session, ({ note }) => note !== 'nothing-yet');
    const hosts = await host.session.room();
    for (const index of [0, 1]) await until(await take(hosts, index), isDone);
    expect(host.saved.toSorted()).toEqual(songs.map(hashOf).toSorted());
  });

  test('a guest that is loaded again gives what it gave, under the same id, and the host need not begin anew', async () => {
    world = new World();
    const host = await world.host([]);
    const browser = startBrowser();
    const guest = world.guest(host, browser);
    await until(guest.session, isReady);
    (await guest.session.room()).addFiles(listOf(file('song.flac', randomBytes(MIB))));
    const hosts = await host.session.room();
    await until(hosts, ({ given }) => given.length === 1);
    const [before] = hosts.view.given;
    guest.session.leave();
    await until(before!.session, ({ status }) => status === 'waiting');
    const again = world.guest(host, browser);
    const rooms = await again.session.room();
    // Its files are to be chosen again: nothing of them is kept where there are no handles.
    await until(rooms, ({ added }) => added[0]?.session.view.needs === 'files');
    expect(hosts.view.given.map(({ id }) => id)).toEqual([before!.id]);
  });
});

test(
  'three on a path with delay and loss: host and guests give and take, with notes beside',
  { timeout: 30_000 },
  async () => {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    world = new World({ delayMs: 15, loss: 0.02, random });
    const [film, song, folder] = [randomBytes(4 * MIB), randomBytes(2 * MIB + 7), randomBytes(3 * MIB + 1)];
    const host = await world.host([file('film.mkv', film)]);
    const [bob, carol] = [world.guest(host), world.guest(host)];
    for (const { session } of [bob, carol]) await until(session, isReady);
    (await bob.session.room()).addFiles(listOf(file('song.flac', song)));
    (await carol.session.room()).addFiles(listOf(file('folder.zip', folder)));
    const notes = await host.session.notes();
    expect((await bob.session.notes()).send('Here they are')).toBeUndefined();
    const hosts = await host.session.room();
    const taken = await Promise.all([take(hosts, 0), take(hosts, 1)]);
    for (const { session } of [bob, carol]) session.accept('download');
    await Promise.all([
      ...taken.map((session) => until(session, isDone)),
      until(bob.session, isDone),
      until(carol.session, isDone),
      until(notes, (view) => view.notes.some(({ text }) => text === 'Here they are')),
    ]);
    expect(host.saved.toSorted()).toEqual([song, folder].map(hashOf).toSorted());
    expect([bob.saved, carol.saved]).toEqual([[hashOf(film)], [hashOf(film)]]);
  },
);
