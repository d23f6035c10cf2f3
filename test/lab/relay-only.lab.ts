/** Who hides their address tells it to nobody: neither the other end nor, by a candidate, the room. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { ChromiumPerson } from '../support/chromium.ts';
import { countAtClick, heardBy, routesOf, toldOf } from './connections.ts';
import { Lab } from './lab.ts';
import type { Peer } from './network.ts';
import { ORIGIN } from './origin.ts';
import { accept, connectionSentence, follow, makeParcel, offer, type Parcel } from './parcel.ts';
import { tellingOf } from './story.ts';

const MiB = 1 << 20;
const READY_MS = 15_000;
const TRANSFER_MS = 30_000;
const FAILED_MS = 30_000;
/** The one who hides, and the other one. */
const TAKES_RELAY = /You hide your IP address, which needs a relay/;
const NO_WAY = /couldn’t connect to each other/;

let lab: Lab;
let parcel: Parcel;
let homes: { readonly sender: Peer; readonly receiver: Peer };
let people: { readonly sender: ChromiumPerson; readonly receiver: ChromiumPerson };

beforeAll(async () => {
  lab = await Lab.open();
  parcel = await makeParcel(lab.folder, 4 * MiB);
  const [here, there] = [await lab.network.addSite('cone'), await lab.network.addSite('open')];
  homes = { sender: await here.addPeer(), receiver: await there.addPeer() };
});
afterAll(() => lab?.close());

/** New browsers, which nobody has chosen anything in. */
beforeEach(async () => {
  const [sender, receiver] = await Promise.all([lab.person(homes.sender), lab.person(homes.receiver)]);
  people = { sender, receiver };
  return async () => {
    await lab.leave(sender);
    await lab.leave(receiver);
  };
});

/** A choice made once, which stays. */
async function hideAddress(person: ChromiumPerson): Promise<void> {
  await person.open(ORIGIN);
  const choice = person.find('checkbox', 'Hide my IP address (relay only)');
  await choice.check();
  expect(await choice.isChecked()).toBe(true);
}

/** Types of the candidates in lines such as "candidate:1 1 udp 2122 203.0.113.1 5000 typ srflx ...". */
const typesIn = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => [...text.matchAll(/candidate:.* typ (\w+)/g)].map(([, type]) => type ?? '')));

const sides = ['sender', 'receiver'] as const;

describe.each(sides)('the %s hides', (hidden) => {
  test('S9: nothing but relay candidates leaves the browser, and it gets through', () =>
    tellingOf(people, async () => {
      await hideAddress(people[hidden]);
      await follow(people.receiver, await offer(people.sender, parcel), READY_MS);
      expect(await accept(people.receiver, TRANSFER_MS)).toBe(parcel.sha256);

      const other = people[hidden === 'sender' ? 'receiver' : 'sender'];
      const { address, site } = homes[hidden];
      for (const texts of [await toldOf(people[hidden].page), await heardBy(other.page)]) {
        expect(typesIn(texts)).toEqual(new Set(['relay']));
        for (const place of [address, site.wan, '.local'])
          expect(texts.filter((text) => text.includes(place))).toEqual([]);
      }
      for (const { local } of await routesOf(people[hidden].page)) expect(local).toBe('relay');
      expect(await connectionSentence(people[hidden])).toMatch(/relay/i);
    }));
});

describe('a receiver that begins to hide when the link is open', () => {
  test('is connected anew by the relay, and nothing else is told from then on', () =>
    tellingOf(people, async () => {
      await follow(people.receiver, await offer(people.sender, parcel), READY_MS);
      const { page } = people.receiver;
      await countAtClick(page);
      await people.receiver.find('checkbox', 'Hide my IP address (relay only)').check();
      await expect
        .poll(async () => (await routesOf(page)).map(({ local }) => local), { timeout: READY_MS })
        .toEqual(['relay']);
      expect(await accept(people.receiver, TRANSFER_MS)).toBe(parcel.sha256);
      // What connections from before told cannot be taken back.
      const made = await page.evaluate(() => globalThis.madeAtClick);
      expect(made).toBeGreaterThan(0);
      expect(typesIn(await toldOf(page, made))).toEqual(new Set(['relay']));
    }));
});

describe.each(sides)('the %s hides, and there is no relay', (hidden) => {
  test(
    'both are told soon, each what concerns it; and nothing is told of the address',
    () =>
      tellingOf(people, async () => {
        await lab.relay.stop();
        try {
          await hideAddress(people[hidden]);
          await people.receiver.open(await offer(people.sender, parcel));
          const said = await people.receiver.waitForStatus('Failed', FAILED_MS);
          expect(said).toMatch(hidden === 'receiver' ? TAKES_RELAY : NO_WAY);
          await expect
            .poll(() => people.sender.page.getByText(hidden === 'sender' ? TAKES_RELAY : NO_WAY).count())
            .toBeGreaterThan(0);
          expect(typesIn(await toldOf(people[hidden].page))).toEqual(new Set());
        } finally {
          await lab.relay.start();
        }
      }),
    60_000,
  );
});

test('who does not hide goes the direct way', async () => {
  await follow(people.receiver, await offer(people.sender, parcel), READY_MS);
  expect(typesIn(await toldOf(people.sender.page))).toContain('srflx');
  for (const { local, remote } of await routesOf(people.sender.page)) expect([local, remote]).not.toContain('relay');
});
