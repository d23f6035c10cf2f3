/**
 * The relay refuses, is not there, or nobody gives access to it: who does not need it does not notice, who does is
 * told.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { ChromiumPerson } from '../support/chromium.ts';
import { isRelayed, routesOf } from './connections.ts';
import { Lab } from './lab.ts';
import type { Nat } from './nat.ts';
import type { Peer } from './network.ts';
import { paceOf, readyLimitMs } from './pace.ts';
import { accept, follow, makeParcel, offer, type Parcel } from './parcel.ts';
import { tellingOf } from './story.ts';
import { TurnApi } from './turn-api.ts';

const MiB = 1 << 20;
const TRANSFER_MS = 30_000;
/** Time until people are told that there is no way. */
const FAILED_MS = 30_000;
/** An API that failed is asked again after 10 to 15 s. */
const RECOVERY_MS = 40_000;

let lab: Lab;
let parcel: Parcel;
const guests: ChromiumPerson[] = [];

async function open(vars?: Readonly<Record<string, string>>): Promise<void> {
  lab = await Lab.open(vars);
  parcel = await makeParcel(lab.folder, 4 * MiB);
}
afterEach(async () => {
  await Promise.all(guests.splice(0).map((person) => lab.leave(person)));
});

type Pair = Readonly<Record<'sender' | 'receiver', ChromiumPerson>>;

async function places(from: Nat, to: Nat): Promise<readonly [Peer, Peer]> {
  const sites = [await lab.network.addSite(from), await lab.network.addSite(to)] as const;
  return [await sites[0].addPeer(), await sites[1].addPeer()];
}

async function pair(...peers: readonly [Peer, Peer]): Promise<Pair> {
  const [sender, receiver] = await Promise.all(peers.map((peer) => lab.person(peer)));
  if (sender === undefined || receiver === undefined) throw new Error('nobody came');
  guests.push(sender, receiver);
  return { sender, receiver };
}

/** What must hold whatever is wrong with the relay. */
function testPairs(): void {
  test('a direct pair does not notice', async () => {
    const peers = await places('cone', 'cone');
    const people = await pair(...peers);
    await tellingOf(people, async () => {
      const readyMs = await follow(people.receiver, await offer(people.sender, parcel), TRANSFER_MS);
      expect(await accept(people.receiver, TRANSFER_MS)).toBe(parcel.sha256);
      // As when all is well.
      expect(readyMs).toBeLessThanOrEqual(readyLimitMs(await paceOf(lab, ...peers)));
    });
  });

  test('a pair that needs it is told so', async () => {
    const people = await pair(...(await places('symmetric', 'only443')));
    await tellingOf(people, async () => {
      await people.receiver.open(await offer(people.sender, parcel));
      expect(await people.receiver.waitForStatus('Failed', FAILED_MS)).toMatch(/relay|network/i);
      // The link stays good for others: the sender is told in the list of receivers.
      await expect.poll(() => people.sender.page.getByText(/relay|network/i).count()).toBeGreaterThan(0);
    });
  });
}

describe('the relay', () => {
  beforeAll(async () => {
    await open();
    await lab.relay.stop();
  });
  afterAll(() => lab?.close());

  const FAULTS: readonly (readonly [fault: string, begin: () => Promise<void>])[] = [
    ['refuses the credentials', () => lab.relay.start('another secret than the Worker has')],
    ['is down', () => lab.relay.stop()],
  ];

  describe.each(FAULTS)('%s', (_, begin) => {
    beforeEach(begin);
    afterEach(() => lab.relay.stop());
    testPairs();
  });
});

describe('the API that gives access to the relay', () => {
  let api: TurnApi;
  beforeAll(async () => {
    await open(TurnApi.workerVars);
    api = await TurnApi.start(lab.network, lab.relay);
  });
  afterAll(() => lab?.close());

  describe('answers 500', () => {
    beforeEach(() => api.become('error'));
    testPairs();
  });

  describe('answers after 10 s', () => {
    beforeEach(() => api.become('slow'));
    testPairs();
  });

  test('answers again: who waits for a way gets it without doing anything', async () => {
    await api.become('error');
    const people = await pair(...(await places('symmetric', 'only443')));
    await tellingOf(people, async () => {
      await people.receiver.open(await offer(people.sender, parcel));
      await people.sender.waitForStatus('Connecting');
      await api.become('good');
      await people.receiver.waitForStatus('Ready', RECOVERY_MS);
      expect(await accept(people.receiver, TRANSFER_MS)).toBe(parcel.sha256);
      expect((await routesOf(people.receiver.page)).every(isRelayed)).toBe(true);
    });
  }, 120_000);
});
