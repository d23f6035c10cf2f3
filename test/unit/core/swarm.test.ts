/** A share that its receivers pass on to each other, in one process: the real sessions over connections in memory. */
import { randomBytes } from 'node:crypto';

import { afterEach, describe, expect, test } from 'vitest';

import { NO_TERMS } from '../../../src/session/own-room.ts';
import type { ReceiveSession } from '../../../src/session/view/receive.ts';
import { hashOf, startBrowser, until, World, type Page } from './world.ts';

const MIB = 2 ** 20;
/** What the sender's line carries. */
const SLOW_BITS = 32e6;
let world = new World();
afterEach(() => world.close());

const file = (name: string, bytes: Buffer<ArrayBuffer>): File => new File([bytes], name, { lastModified: 1 });
const isReady = ({ status }: { status: string }): boolean => status === 'ready';
const isDone = ({ status }: { status: string }): boolean => status === 'done';

async function taking(guests: readonly Page<ReceiveSession>[]): Promise<void> {
  await Promise.all(guests.map(({ session }) => until(session, isReady)));
  for (const { session } of guests) session.accept('download');
}

describe('those who take a share pass it on', () => {
  test('P1, P5: four have it for little more than one costs its sender', async () => {
    world = new World();
    const bytes = randomBytes(12 * MIB + 12_345);
    const host = await world.host([file('film.mkv', bytes)], startBrowser(SLOW_BITS));
    const guests = Array.from({ length: 4 }, () => world.guest(host));
    await taking(guests);
    await Promise.all([...guests.map(({ session }) => until(session, isDone)), until(host.session, isDone)]);
    for (const { saved } of guests) expect(saved).toEqual([hashOf(bytes)]);
    const { ownBytes = Infinity, othersBytes = 0 } = host.session.view.swarm ?? {};
    expect(ownBytes / bytes.length).toBeLessThan(1.35);
    expect(othersBytes / bytes.length).toBeGreaterThan(2.6);
    const passedOn = guests.map(({ session }) => session.view.swarm?.passedOnBytes ?? 0);
    expect(passedOn.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(othersBytes);
  }, 30_000);

  test('P2: one who comes late has it from others when the sender has left', async () => {
    world = new World();
    const bytes = randomBytes(3 * MIB);
    const host = await world.host([file('film.mkv', bytes)]);
    const first = [world.guest(host), world.guest(host)];
    await taking(first);
    await Promise.all(first.map(({ session }) => until(session, isDone)));
    host.session.leave();
    const late = world.guest(host);
    await taking([late]);
    await until(late.session, isDone);
    expect(late.saved).toEqual([hashOf(bytes)]);
  });

  test('a page that was loaded again gives what it has, at once', async () => {
    world = new World();
    const bytes = randomBytes(3 * MIB);
    const hosts = startBrowser();
    const host = await world.host([file('film.mkv', bytes)], hosts);
    const browser = startBrowser();
    const before = world.guest(host, browser);
    await taking([before]);
    await until(before.session, isDone);
    before.session.leave();
    const again = world.guest(host, browser);
    await until(again.session, ({ swarm }) => swarm?.isHelping === true);
    hosts.sharing.choice.setMost(1000); // it gives nearly nothing any more
    const other = world.guest(host);
    await taking([other]);
    await until(other.session, isDone);
    await until(again.session, ({ swarm }) => (swarm?.passedOnBytes ?? 0) > 0);
    expect(other.saved).toEqual([hashOf(bytes)]);
  }, 20_000);
});

describe('nobody passes on', () => {
  async function twoInTurn(prepare: (host: Awaited<ReturnType<World['host']>>) => Promise<void> | void) {
    world = new World();
    const bytes = randomBytes(2 * MIB);
    const host = await world.host([file('film.mkv', bytes)]);
    await prepare(host);
    const first = world.guest(host);
    await taking([first]);
    await until(first.session, isDone);
    const second = world.guest(host);
    await taking([second]);
    await until(second.session, isDone);
    expect(second.saved).toEqual([hashOf(bytes)]);
    return { host, first, second };
  }

  test('P1: a share whose downloads are counted', async () => {
    const { host, first } = await twoInTurn(({ session }) => session.setTerms({ ...NO_TERMS, mostDownloads: 5 }));
    expect(host.session.view.swarm).toBeUndefined();
    expect(first.session.view.swarm).toBeUndefined();
  });

  test('V8c, P1: where the host lets no guests link', async () => {
    const { host, first } = await twoInTurn(async ({ session }) => (await session.room()).allowGuests(false));
    expect(host.session.view.swarm).toBeUndefined();
    expect(first.session.view.swarm).toBeUndefined();
  });

  test('who does not want to, until they do', async () => {
    world = new World();
    const bytes = randomBytes(2 * MIB);
    const host = await world.host([file('film.mkv', bytes)]);
    const browser = startBrowser();
    browser.sharing.choice.setHelps(false);
    const first = world.guest(host, browser);
    await taking([first]);
    await until(first.session, isDone);
    expect(first.session.view.swarm).toMatchObject({ isAllowed: true, isHelping: false });
    browser.sharing.choice.setHelps(true);
    await until(first.session, ({ swarm }) => swarm?.isHelping === true);
    browser.sharing.choice.setHelps(false);
    await until(first.session, ({ swarm }) => swarm?.isHelping === false);
  });

  test('P1: what its host has stopped', async () => {
    world = new World();
    const bytes = randomBytes(2 * MIB);
    const host = await world.host([file('film.mkv', bytes)]);
    const guest = world.guest(host);
    await taking([guest]);
    await until(guest.session, ({ status, swarm }) => status === 'done' && swarm?.isHelping === true);
    host.session.cancel();
    await until(guest.session, ({ swarm }) => swarm?.isHelping !== true);
  });
});
