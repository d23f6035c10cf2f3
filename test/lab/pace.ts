/**
 * What the machine is worth at the moment. A limit in milliseconds means little where others use the same cores, so
 * beside each opening of the app stands the least that any page needs for a hello over WebRTC: same networks, same
 * Worker, new browsers.
 */
import { awaitHello, followHello, teachHello } from '../support/bare-hello.ts';
import type { Lab } from './lab.ts';
import type { Peer } from './network.ts';
import { ORIGIN } from './origin.ts';

/**
 * From following the link to "Ready" between two who reach each other directly, 50 ms of round trip apart, with an
 * empty cache.
 */
const READY_DIRECT_MS = 1500;
/** On a slow day, that many times the least. */
const MOST_PACES = 3;

/** From opening what is just a picture to the other's hello, in milliseconds. */
export async function paceOf(lab: Lab, from: Peer, to: Peer): Promise<number> {
  const [waiting, following] = [await lab.person(from), await lab.person(to)];
  try {
    const iceServers = lab.relay.iceServers();
    await Promise.all([waiting, following].map(({ context }) => teachHello(context, iceServers)));
    return await followHello(following.page, await awaitHello(waiting.page, ORIGIN));
  } finally {
    await Promise.all([waiting, following].map((person) => lab.leave(person)));
  }
}

export const readyLimitMs = (paceMs: number): number => Math.max(READY_DIRECT_MS, MOST_PACES * paceMs);
