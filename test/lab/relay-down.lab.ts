/** The relay refuses, or is not there: who does not need it does not notice, who does is told. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { ChromiumPerson } from '../support/chromium.ts';
import { Lab } from './lab.ts';
import type { Nat } from './nat.ts';
import { accept, follow, makeParcel, offer, type Parcel } from './parcel.ts';

const MiB = 1 << 20;
/** As when all is well: see matrix.lab.ts. */
const READY_DIRECT_MS = 1500;
const TRANSFER_MS = 30_000;
/** Time until people are told that there is no way. */
const FAILED_MS = 35_000;

let lab: Lab;
let parcel: Parcel;
const people: ChromiumPerson[] = [];

beforeAll(async () => {
  lab = await Lab.open();
  parcel = await makeParcel(lab.folder, 4 * MiB);
  await lab.relay.stop();
});
afterAll(() => lab?.close());
afterEach(async () => {
  await Promise.all(people.splice(0).map((person) => lab.leave(person)));
});

async function pair(from: Nat, to: Nat): Promise<readonly [sender: ChromiumPerson, receiver: ChromiumPerson]> {
  const sites = [await lab.network.addSite(from), await lab.network.addSite(to)];
  const [sender, receiver] = await Promise.all(sites.map(async (site) => lab.person(await site.addPeer())));
  if (sender === undefined || receiver === undefined) throw new Error('nobody came');
  people.push(sender, receiver);
  return [sender, receiver];
}

const FAULTS: readonly (readonly [fault: string, begin: () => Promise<void>])[] = [
  ['refuses the credentials', () => lab.relay.start('another secret than the Worker has')],
  ['is down', () => lab.relay.stop()],
];

describe.each(FAULTS)('the relay %s', (_, begin) => {
  beforeEach(begin);
  afterEach(() => lab.relay.stop());

  test('a direct pair does not notice', async () => {
    const [sender, receiver] = await pair('cone', 'cone');
    const readyMs = await follow(receiver, await offer(sender, parcel), TRANSFER_MS);
    expect(await accept(receiver, TRANSFER_MS)).toBe(parcel.sha256);
    expect(readyMs).toBeLessThanOrEqual(READY_DIRECT_MS);
  });

  test('a pair that needs it is told so', async () => {
    const [sender, receiver] = await pair('symmetric', 'only443');
    await receiver.open(await offer(sender, parcel));
    const text = await receiver.waitForStatus('Failed', FAILED_MS);
    expect(text).toMatch(/relay|network/i);
    // A link stays good for others: the sender's page says of this receiver alone that it failed.
    await expect.poll(() => sender.page.getByText(/no way|relay/i).count(), { timeout: 5000 }).toBeGreaterThan(0);
  });
});
