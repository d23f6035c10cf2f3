/** Two people at home behind one router: their bytes stay in the house. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { ChromiumPerson } from '../support/chromium.ts';
import { routesOf } from './connections.ts';
import { Lab } from './lab.ts';
import { accept, connectionSentence, follow, makeParcel, offer } from './parcel.ts';

const MiB = 1 << 20;
const READY_MS = 10_000;
const TRANSFER_MS = 30_000;

let lab: Lab;
let [sender, receiver]: ChromiumPerson[] = [];

beforeAll(async () => {
  lab = await Lab.open();
  const home = await lab.network.addSite('symmetric');
  sender = await lab.person(await home.addPeer());
  receiver = await lab.person(await home.addPeer());
});
afterAll(() => lab?.close());

test('connect by their own addresses, never by the relay', async () => {
  if (sender === undefined || receiver === undefined) throw new Error('nobody is at home');
  const parcel = await makeParcel(lab.folder, 16 * MiB);
  await follow(receiver, await offer(sender, parcel), READY_MS);
  expect(await accept(receiver, TRANSFER_MS)).toBe(parcel.sha256);
  await sender.waitForStatus('Done');
  for (const person of [sender, receiver]) {
    const routes = await routesOf(person.page);
    expect(routes).not.toEqual([]);
    // The other end's address can be known from its packets (prflx) before its .local name is found.
    for (const { local, remote } of routes) expect([local, remote]).toEqual(['host', expect.stringMatching(/^(host|prflx)$/)]);
    expect(await connectionSentence(person)).toContain('your own network');
  }
});
