/** On a far path lanes take a second to open: they do while the person looks at the list. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { MAX_LANES } from '../../src/protocol/limits.ts';
import { routesOf } from './connections.ts';
import { Lab } from './lab.ts';
import { WIRE } from './network.ts';
import { accept, follow, makeParcel, offer } from './parcel.ts';

const PARCEL_BYTES = 16 << 20;
const READY_MS = 10_000;
const LOOK_MS = 10_000;
const TRANSFER_MS = 30_000;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab?.close());

test('lanes are open before anybody has accepted, and then carry the bytes', async () => {
  const [near, far] = [
    await lab.network.addSite('open', WIRE),
    await lab.network.addSite('open', { delayMs: 40, rateMbit: 100, lossPercent: 0 }),
  ];
  const [sender, receiver] = [await lab.person(await near.addPeer()), await lab.person(await far.addPeer())];
  const parcel = await makeParcel(lab.folder, PARCEL_BYTES);
  await follow(receiver, await offer(sender, parcel), READY_MS);
  await expect.poll(async () => (await routesOf(receiver.page)).length, { timeout: LOOK_MS }).toBe(MAX_LANES);
  expect(await accept(receiver, TRANSFER_MS)).toBe(parcel.sha256);
  expect(await routesOf(receiver.page)).toHaveLength(MAX_LANES);
});
