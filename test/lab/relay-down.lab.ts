/** The relay refuses, or is not there: who does not need it does not notice, who does is told. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { ChromiumPerson } from '../support/chromium.ts';
import { Lab } from './lab.ts';
import type { Nat } from './nat.ts';
import { accept, follow, makeParcel, offer, type Parcel } from './parcel.ts';
import { tellingOf } from './story.ts';

const MiB = 1 << 20;
/** As when all is well: see matrix.lab.ts. */
const READY_DIRECT_MS = 1500;
const TRANSFER_MS = 30_000;
/** Time until people are told that there is no way. */
const FAILED_MS = 30_000;

let lab: Lab;
let parcel: Parcel;
const guests: ChromiumPerson[] = [];

beforeAll(async () => {
  lab = await Lab.open();
  parcel = await makeParcel(lab.folder, 4 * MiB);
  await lab.relay.stop();
});
afterAll(() => lab?.close());
afterEach(async () => {
  await Promise.all(guests.splice(0).map((person) => lab.leave(person)));
});

type Pair = Readonly<Record<'sender' | 'receiver', ChromiumPerson>>;

async function pair(from: Nat, to: Nat): Promise<Pair> {
  const sites = [await lab.network.addSite(from), await lab.network.addSite(to)];
  const [sender, receiver] = await Promise.all(sites.map(async (site) => lab.person(await site.addPeer())));
  if (sender === undefined || receiver === undefined) throw new Error('nobody came');
  guests.push(sender, receiver);
  return { sender, receiver };
}

const FAULTS: readonly (readonly [fault: string, begin: () => Promise<void>])[] = [
  ['refuses the credentials', () => lab.relay.start('another secret than the Worker has')],
  ['is down', () => lab.relay.stop()],
];

describe.each(FAULTS)('the relay %s', (_, begin) => {
  beforeEach(begin);
  afterEach(() => lab.relay.stop());

  test('a direct pair does not notice', async () => {
    const people = await pair('cone', 'cone');
    await tellingOf(people, async () => {
      const readyMs = await follow(people.receiver, await offer(people.sender, parcel), TRANSFER_MS);
      expect(await accept(people.receiver, TRANSFER_MS)).toBe(parcel.sha256);
      expect(readyMs).toBeLessThanOrEqual(READY_DIRECT_MS);
    });
  });

  test('a pair that needs it is told so', async () => {
    const people = await pair('symmetric', 'only443');
    await tellingOf(people, async () => {
      await people.receiver.open(await offer(people.sender, parcel));
      expect(await people.receiver.waitForStatus('Failed', FAILED_MS)).toMatch(/relay|network/i);
      // The link stays good for others: the sender is told in the list of receivers.
      await expect.poll(() => people.sender.page.getByText(/relay|network/i).count()).toBeGreaterThan(0);
    });
  });
});
