/** Two people at home behind one router: their bytes stay in the house. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { ChromiumPerson } from '../support/chromium.ts';
import { routesOf } from './connections.ts';
import { Lab } from './lab.ts';
import type { Site } from './network.ts';
import { accept, connectionSentence, follow, makeParcel, offer } from './parcel.ts';

const MiB = 1 << 20;
const PARCEL_BYTES = 16 * MiB;
/** What both load of the app, and say to the room and to STUN. */
const TALK_BYTES = 4 * MiB;
const READY_MS = 10_000;
const TRANSFER_MS = 30_000;

const HOST: unknown = expect.stringMatching(/^(host|prflx)$/);

let lab: Lab;
let home: Site;
let [sender, receiver]: ChromiumPerson[] = [];

beforeAll(async () => {
  lab = await Lab.open();
  home = await lab.network.addSite('symmetric');
  sender = await lab.person(await home.addPeer());
  receiver = await lab.person(await home.addPeer());
});
afterAll(() => lab?.close());

test('connect by their own addresses, never by the relay', async () => {
  if (sender === undefined || receiver === undefined) throw new Error('nobody is at home');
  const parcel = await makeParcel(lab.folder, PARCEL_BYTES);
  await follow(receiver, await offer(sender, parcel), READY_MS);
  expect(await accept(receiver, TRANSFER_MS)).toBe(parcel.sha256);
  await sender.waitForStatus('Done');
  for (const person of [sender, receiver]) {
    const routes = await routesOf(person.page);
    expect(routes).not.toEqual([]);
    // An address can be known from packets (prflx) before its .local name is registered, or found: host candidates all
    // the same.
    for (const { local, remote } of routes) expect([local, remote]).toEqual([HOST, HOST]);
    expect(await connectionSentence(person)).toContain('your own network');
  }
  // What went through the router's line, to a relay or around a corner, is the blockSignature.
  expect(await home.lineBytes()).toBeLessThan(TALK_BYTES);
});
