/** Two pages with a bare RTCPeerConnection each, without the app: what the networks themselves allow. */
import type { Page } from 'playwright';

import type { Lab } from './lab.ts';
import type { Peer } from './network.ts';
import { ORIGIN } from './origin.ts';

type Signal = { readonly description: RTCSessionDescriptionInit } | { readonly candidate: RTCIceCandidateInit };

interface Bare {
  /** The next thing to tell the other side, when there is one. */
  next(): Promise<Signal>;
  take(signal: Signal): Promise<void>;
  /** When the channel opened, in milliseconds since the epoch. */
  readonly opened: Promise<number>;
}

declare global {
  var bare: Bare;
}

/** Runs in the page. Refers to nothing outside itself. */
function begin({ iceServers, isOfferer }: { readonly iceServers: RTCIceServer[]; readonly isOfferer: boolean }): void {
  const connection = new RTCPeerConnection({ iceServers });
  const channel = connection.createDataChannel('bare', { negotiated: true, id: 0 });
  const early: RTCIceCandidateInit[] = [];
  let put: (signal: Signal) => void;
  const signals = new ReadableStream<Signal>({
    start: (controller) => void (put = (signal) => controller.enqueue(signal)),
  }).getReader();

  const describe = async (): Promise<void> => {
    await connection.setLocalDescription();
    if (connection.localDescription !== null) put({ description: connection.localDescription.toJSON() });
  };
  connection.onicecandidate = ({ candidate }) => candidate !== null && put({ candidate: candidate.toJSON() });
  globalThis.bare = {
    next: async () => {
      const { value } = await signals.read();
      if (value === undefined) throw new Error('nothing more');
      return value;
    },
    take: async (signal) => {
      if ('candidate' in signal) {
        if (connection.remoteDescription === null) early.push(signal.candidate);
        else await connection.addIceCandidate(signal.candidate);
        return;
      }
      await connection.setRemoteDescription(signal.description);
      if (!isOfferer) await describe();
      for (const candidate of early.splice(0)) await connection.addIceCandidate(candidate);
    },
    opened: new Promise((resolve) => {
      channel.onopen = () => resolve(performance.timeOrigin + performance.now());
    }),
  };
  if (isOfferer) void describe();
}

/** A page of the app's origin with nothing on it, so that it is a secure context as the app's is. */
export async function openBarePage(lab: Lab, peer: Peer): Promise<Page> {
  const { page } = await lab.person(peer);
  await page.goto(`${ORIGIN}/nothing.txt`);
  return page;
}

/**
 * Connects the two pages. Resolves with the time from the offer to the open channel, or undefined when there was no
 * way.
 */
export async function connectBare(
  a: Page,
  b: Page,
  iceServers: RTCIceServer[],
  timeoutMs: number,
): Promise<number | undefined> {
  await b.evaluate(begin, { iceServers, isOfferer: false });
  const startMs = Date.now();
  await a.evaluate(begin, { iceServers, isOfferer: true });
  const carrying = [carry(a, b), carry(b, a)];
  const opened = Promise.all([a, b].map((page) => page.evaluate(() => globalThis.bare.opened)));
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, timeoutMs, undefined));
  const times = await Promise.race([opened, late]);
  // They end when the pages do.
  for (const promise of [...carrying, opened]) promise.catch(() => {});
  return times === undefined ? undefined : Math.round(Math.max(...times) - startMs);
}

async function carry(from: Page, to: Page): Promise<void> {
  for (;;) {
    const signal = await from.evaluate(() => globalThis.bare.next());
    await to.evaluate((signal) => globalThis.bare.take(signal), signal);
  }
}
