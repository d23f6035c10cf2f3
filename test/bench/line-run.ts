/**
 * One share over one line, in browsers that have never seen the app: what came, what it cost the line, and what a call
 * beside it would feel.
 */
import { join } from 'node:path';

import { arrivalsOf, prepareToCount } from '../lab/arrivals.ts';
import { Lab } from '../lab/lab.ts';
import type { Conditions } from '../lab/link.ts';
import { STUN_ADDRESS, WIRE, type Peer } from '../lab/network.ts';
import { makeParcel } from '../lab/parcel.ts';
import { begin, goodputs } from './goodput.ts';
import { watchProcessors } from './processors.ts';
import { median } from './report.ts';

const IDLE_PING_SECONDS = 2;

export interface LineRun {
  /** MB/s from the click. */
  readonly goodput: number;
  /** Of the packets that the sender's line was to carry, those that its buffer had no room for. */
  readonly dropped: number;
  /** Bytes that the sender's line was to carry for each one that came. */
  readonly timesSent: number;
  /** Median milliseconds beside it, above those of the idle line. NaN where nobody asked. */
  readonly pingRise: number;
  /** Busy share of the processors meanwhile. */
  readonly busy: number;
}

export interface LineRunOptions {
  readonly seconds: number;
  /** More than the line carries in the time. */
  readonly bytes: number;
  readonly hasPing: boolean;
  /** Of the checkout whose app is measured. */
  readonly root: string | undefined;
}

/** In milliseconds, of each answer. */
export async function ping({ namespace }: Peer, seconds: number): Promise<readonly number[]> {
  const child = namespace.start(
    process.execPath,
    [join(import.meta.dirname, '../lab/ping.ts'), STUN_ADDRESS, String(seconds)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  for await (const part of child.stdout ?? []) text += String(part);
  return JSON.parse(text) as number[];
}

export async function runOverLine(
  conditions: Conditions,
  { seconds, bytes, hasPing, root }: LineRunOptions,
): Promise<LineRun> {
  const lab = await Lab.open(undefined, root);
  try {
    const [home, away] = [await lab.network.addSite('open', conditions), await lab.network.addSite('open', WIRE)];
    const [sender, receiver] = [await lab.person(await home.addPeer()), await lab.person(await away.addPeer())];
    const caller = hasPing ? await home.addPeer() : undefined;
    await prepareToCount(receiver);
    const parcel = await makeParcel(lab.folder, bytes);
    const idle = caller === undefined ? [] : await ping(caller, IDLE_PING_SECONDS);
    await begin(sender, receiver, parcel);
    const busyShare = watchProcessors();
    const [{ up: before }, { bytes: came }] = [await home.count(), await arrivalsOf(receiver)];
    const [[goodput = NaN], beside] = await Promise.all([
      goodputs([receiver], seconds * 1000),
      caller === undefined ? [] : ping(caller, seconds),
    ]);
    const busy = busyShare();
    const [{ up: after }, { bytes: nowCame }] = [await home.count(), await arrivalsOf(receiver)];
    return {
      goodput,
      dropped: (after.dropped - before.dropped) / (after.packets - before.packets),
      timesSent: (after.bytes - before.bytes) / (nowCame - came),
      pingRise: median(beside) - median(idle),
      busy,
    };
  } finally {
    await lab.close();
  }
}
