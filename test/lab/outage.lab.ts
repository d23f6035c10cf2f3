/**
 * The network goes away in the middle of a transfer, or becomes another one: it goes on by itself and nothing is lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { ChromiumPerson } from '../support/chromium.ts';
import { Lab } from './lab.ts';
import type { Nat } from './nat.ts';
import { BROADBAND, type Peer } from './network.ts';
import { accept, follow, makeParcel, offer, type Parcel } from './parcel.ts';
import { tellingOf } from './story.ts';

const MiB = 1 << 20;
/** About ten seconds for the parcel: it is still under way when the network goes. */
const SLOW = { ...BROADBAND, rateMbit: 20 };
const PARCEL_BYTES = 20 * MiB;
const UNDER_WAY_PERCENT = 10;
const READY_MS = 15_000;
const CUT_MS = 20_000;
/** From one Wi-Fi to another, or to mobile data. */
const MOVE_MS = 5000;
/** Longer than that, and people wonder. */
const PATIENCE_MS = 5000;
/** After the network is back: a restart of ICE and what is left of the parcel. */
const REST_MS = 45_000;

let lab: Lab;
let parcel: Parcel;
let homes: { readonly sender: Peer; readonly receiver: Peer };
let people: { readonly sender: ChromiumPerson; readonly receiver: ChromiumPerson };

beforeAll(async () => {
  lab = await Lab.open();
  parcel = await makeParcel(lab.folder, PARCEL_BYTES);
});
afterAll(() => lab?.close());

async function settle(from: Nat, to: Nat): Promise<void> {
  const [here, there] = [await lab.network.addSite(from, SLOW), await lab.network.addSite(to, SLOW)];
  homes = { sender: await here.addPeer(), receiver: await there.addPeer() };
  const [sender, receiver] = await Promise.all([lab.person(homes.sender), lab.person(homes.receiver)]);
  people = { sender, receiver };
}
afterEach(async () => {
  await Promise.all(Object.values(people).map((person) => lab.leave(person)));
});

/** Resolves with the hash of what arrived, after `disturb` was done in the middle. */
async function sendThrough(disturb: () => Promise<void>): Promise<string> {
  const { sender, receiver } = people;
  await follow(receiver, await offer(sender, parcel), READY_MS);
  const saved = accept(receiver, CUT_MS + REST_MS);
  // It is awaited below; until then it must not end the run.
  saved.catch(() => {});
  await expect.poll(() => percentOf(receiver), { timeout: READY_MS, interval: 100 }).toBeGreaterThan(UNDER_WAY_PERCENT);
  await disturb();
  return saved;
}

const percentOf = async (person: ChromiumPerson): Promise<number> =>
  Number(await person.find('progressbar', 'Progress').getAttribute('aria-valuenow'));

const saidReconnecting = async (person: ChromiumPerson): Promise<boolean> =>
  (await person.statuses()).some(({ text }) => text.startsWith('Reconnecting'));

const PAIRS: readonly (readonly [way: string, from: Nat, to: Nat])[] = [
  ['a direct way', 'cone', 'cone'],
  ['a relay', 'symmetric', 'symmetric'],
];

describe.each(PAIRS)('on %s', (_, from, to) => {
  beforeEach(() => settle(from, to));

  test(
    'the line of the receiver is dead for 20 s',
    () =>
      tellingOf(people, async () => {
        const { site } = homes.receiver;
        const sha256 = await sendThrough(async () => {
          site.cut();
          await sleep(CUT_MS);
          expect(await people.receiver.status()).toMatch(/^Reconnecting/);
          site.restore();
        });
        expect(sha256).toBe(parcel.sha256);
        await people.sender.waitForStatus('Done');
        expect(await saidReconnecting(people.sender)).toBe(true);
      }),
    120_000,
  );

  test(
    'the sender moves to another network, and has none for 5 s',
    () =>
      tellingOf(people, async () => {
        const sha256 = await sendThrough(async () => {
          await homes.sender.leave();
          await sleep(MOVE_MS);
          await homes.sender.join();
        });
        expect(sha256).toBe(parcel.sha256);
        await people.sender.waitForStatus('Done');
        expect([await saidReconnecting(people.sender), await saidReconnecting(people.receiver)]).toContain(true);
      }),
    120_000,
  );
});

test('the sender has another address at once, and nobody waits without being told why', async () => {
  await settle('cone', 'cone');
  await tellingOf(people, async () => {
    let longestMs: Promise<number> | undefined;
    const sha256 = await sendThrough(async () => {
      longestMs = longestStillnessMs(people.receiver);
      await homes.sender.changeAddress();
    });
    expect(sha256).toBe(parcel.sha256);
    const said = [await saidReconnecting(people.sender), await saidReconnecting(people.receiver)];
    if ((await longestMs!) > PATIENCE_MS) expect(said).toContain(true);
  });
}, 120_000);

/** Until it is done. */
async function longestStillnessMs(person: ChromiumPerson): Promise<number> {
  let [longestMs, percent, sinceMs] = [0, await percentOf(person), Date.now()];
  for (let text = ''; !text.startsWith('Done'); text = await person.status()) {
    await sleep(200);
    const now = await percentOf(person);
    if (now !== percent) [percent, sinceMs] = [now, Date.now()];
    longestMs = Math.max(longestMs, Date.now() - sinceMs);
  }
  return longestMs;
}

test('the server that introduced them is gone: the transfer comes to its end without it, and the link is good again with it', async () => {
  await settle('cone', 'cone');
  await tellingOf(people, async () => {
    const sha256 = await sendThrough(() => lab.origin.stop());
    expect(sha256).toBe(parcel.sha256);
    await people.sender.waitForStatus('Done');
    expect([await saidReconnecting(people.sender), await saidReconnecting(people.receiver)]).toEqual([false, false]);

    await lab.origin.start();
    const late = await lab.person(homes.receiver);
    try {
      await follow(late, await people.sender.shareLink(), READY_MS);
    } finally {
      await lab.leave(late);
    }
  });
}, 120_000);
