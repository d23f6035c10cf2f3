/**
 * Every network with every other, by the app: it gets through, by the best way there is, soon, and says which way that
 * is.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ChromiumPerson } from '../support/chromium.ts';
import { localName, routesBetween, type Route } from './connections.ts';
import { faultsOf, isDirectPossible, untruthsIn } from './expectation.ts';
import { Lab } from './lab.ts';
import { NATS, type Nat } from './nat.ts';
import type { Peer } from './network.ts';
import { paceOf, readyLimitMs } from './pace.ts';
import { accept, connectionSentence, follow, makeParcel, offer, type Parcel } from './parcel.ts';
import { tellingOf } from './story.ts';
import { Table } from './table.ts';

const MiB = 1 << 20;

/**
 * From following the link to "Ready", with an empty cache and 50 ms of round trip between the two. Of direct ways see
 * pace.ts.
 */
const READY_RELAYED_MS = 4000;
/** When it is later than that it has failed; until then the time is of interest. */
const READY_WAIT_MS = 20_000;
const TRANSFER_MS = 30_000;
/** The app looks at its path every few seconds, and each end tells the other. */
const SENTENCE_MS = 8000;

const table = new Table(
  'by the app: local candidates, link opened to "Ready" (and the least that a page needs for a hello)',
);
let lab: Lab;
let parcel: Parcel;
const homes = new Map<Nat, { readonly sender: Peer; readonly receiver: Peer }>();

beforeAll(async () => {
  lab = await Lab.open();
  parcel = await makeParcel(lab.folder, 16 * MiB);
  for (const nat of NATS) {
    const [sender, receiver] = [await lab.network.addSite(nat), await lab.network.addSite(nat)];
    homes.set(nat, { sender: await sender.addPeer(), receiver: await receiver.addPeer() });
  }
});
afterAll(async () => {
  await lab?.close();
  table.print();
});

/**
 * Where the packets go can still change while the first bytes flow: all connections that are up must be right at the
 * end. They need not be alike: of a NAT's address the answer of STUN or that of the other end may tell first (srflx or
 * prflx), and either end's relay may serve.
 */
async function connectionOf(
  sender: ChromiumPerson,
  receiver: ChromiumPerson,
  nats: readonly [Nat, Nat],
): Promise<readonly [Route, Route]> {
  const connections = await routesBetween(sender.page, receiver.page);
  for (const connection of connections) expect(faultsOf(connection, nats)).toEqual([]);
  const [first] = connections;
  if (first === undefined) throw new Error('no connection');
  return first;
}

describe.each(NATS)('from %s', (from) => {
  let sender: ChromiumPerson;
  beforeAll(async () => {
    sender = await lab.person(homes.get(from)!.sender);
  });
  afterAll(async () => {
    if (sender !== undefined) await lab.leave(sender);
  });

  test.each(NATS)('to %s', async (to) => {
    // Somebody new each time: a cache and open connections would make the time better than it is.
    const receiver = await lab.person(homes.get(to)!.receiver);
    try {
      await tellingOf({ sender, receiver }, async () => {
        const readyMs = await follow(receiver, await offer(sender, parcel), READY_WAIT_MS).catch((error: unknown) => {
          table.set(from, to, 'never');
          throw error;
        });
        table.set(from, to, `${readyMs} ms, then not through`);
        expect(await accept(receiver, TRANSFER_MS)).toBe(parcel.sha256);
        await sender.waitForStatus('Done');

        const routes = await connectionOf(sender, receiver, [from, to]);
        // Now, for the machine is as busy as it was.
        const paceMs = isDirectPossible(from, to)
          ? await paceOf(lab, homes.get(from)!.sender, homes.get(to)!.receiver)
          : undefined;
        table.set(
          from,
          to,
          `${routes.map(localName).join(' - ')}, ${readyMs} ms${paceMs === undefined ? '' : ` (bare ${paceMs})`}`,
        );
        for (const person of [sender, receiver]) {
          await expect
            .poll(
              async () =>
                untruthsIn(await connectionSentence(person), await connectionOf(sender, receiver, [from, to])),
              { timeout: SENTENCE_MS },
            )
            .toEqual([]);
        }
        expect(readyMs).toBeLessThanOrEqual(paceMs === undefined ? READY_RELAYED_MS : readyLimitMs(paceMs));
      });
    } finally {
      await lab.leave(receiver);
    }
  });
});
