/** The networks themselves, without the app: when this fails, nothing that the other files say means anything. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { connectBare, openBarePage } from './bare.ts';
import { localName, routesOf, type Route } from './connections.ts';
import { faultsOf } from './expectation.ts';
import { Lab } from './lab.ts';
import { NATS, type Nat } from './nat.ts';
import { Table } from './table.ts';

const CONNECT_MS = 8000;
/** What is selected first can be replaced by a better pair right after. */
const SETTLE_MS = 500;

const table = new Table('bare connections: local candidates, offer to open channel');
let lab: Lab;
const offerers = new Map<Nat, Page>();
const answerers = new Map<Nat, Page>();

beforeAll(async () => {
  lab = await Lab.open();
  for (const nat of NATS) {
    // Two at a time: as many as there are cores.
    await Promise.all(
      [offerers, answerers].map(async (side) => {
        const site = await lab.network.addSite(nat);
        side.set(nat, await openBarePage(lab, await site.addPeer()));
      }),
    );
  }
}, 120_000);
afterAll(async () => {
  await lab?.close();
  table.print();
});

async function pageOf(side: Map<Nat, Page>, nat: Nat): Promise<Page> {
  const page = side.get(nat);
  if (page === undefined) throw new Error(`nobody behind ${nat}`);
  // What the pair before left in it goes.
  await page.reload();
  return page;
}

describe.each(NATS)('from %s', (from) => {
  test.each(NATS)('to %s', async (to) => {
    const [a, b] = [await pageOf(offerers, from), await pageOf(answerers, to)];
    const tookMs = await connectBare(a, b, lab.relay.iceServers(), CONNECT_MS);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const routes = [...(await routesOf(a)), ...(await routesOf(b))];
    table.set(from, to, `${routes.map(localName).join(' - ')}, ${tookMs ?? 'never'} ms`);
    expect(routes).toHaveLength(2);
    expect(faultsOf(routes as [Route, Route], [from, to])).toEqual([]);
  });
});
