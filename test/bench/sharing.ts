/**
 * Is Beamline a good neighbour? npm run bench:sharing
 *
 * Two senders behind one line. First one of them sends, and somebody else there asks a server how long an answer takes:
 * what a call would feel. Then the other sends as well: what counts is how the two share the line. Runs inside the
 * lab's namespaces: scripts/bench-lab.ts.
 */
import { setTimeout as wait } from 'node:timers/promises';

import { prepareToCount } from '../lab/arrivals.ts';
import { Lab } from '../lab/lab.ts';
import type { Conditions } from '../lab/link.ts';
import { WIRE } from '../lab/network.ts';
import { makeParcel } from '../lab/parcel.ts';
import { begin, goodputs } from './goodput.ts';
import { ping } from './line-run.ts';
import { median, printTable, writeResult } from './report.ts';

const LINES: readonly (Conditions & { readonly name: string })[] = [
  { name: '20M-30ms', delayMs: 15, lossPercent: 0, rateMbit: 20 },
  { name: '50M-50ms', delayMs: 25, lossPercent: 0, rateMbit: 50 },
];
/** More than any of these lines carries in the time. */
const BYTES = 512 << 20;
const PING_SECONDS = 10;
/** Until the second one has come to its pace. */
const SETTLE_MS = 8000;
const SHARING_MS = 20_000;

interface Result {
  readonly name: string;
  /** Median milliseconds. */
  readonly idlePing: number;
  readonly busyPing: number;
  readonly busyPing95: number;
  /** MB/s of the first alone, and of both. */
  readonly alone: number;
  readonly both: readonly [number, number];
}

async function measure(line: (typeof LINES)[number]): Promise<Result> {
  const lab = await Lab.open();
  try {
    const [home, away] = [await lab.network.addSite('open', line), await lab.network.addSite('open', WIRE)];
    const senders = [await lab.person(await home.addPeer()), await lab.person(await home.addPeer())] as const;
    const receivers = [await lab.person(await away.addPeer()), await lab.person(await away.addPeer())] as const;
    const caller = await home.addPeer();
    await Promise.all(receivers.map(prepareToCount));
    const parcel = await makeParcel(lab.folder, BYTES);
    const idle = await ping(caller, PING_SECONDS / 2);
    await begin(senders[0], receivers[0], parcel);
    await wait(SETTLE_MS);
    const [busy, [alone = NaN]] = await Promise.all([
      ping(caller, PING_SECONDS),
      goodputs([receivers[0]], PING_SECONDS * 1000),
    ]);
    await begin(senders[1], receivers[1], parcel);
    await wait(SETTLE_MS);
    const [first = NaN, second = NaN] = await goodputs(receivers, SHARING_MS);
    const sorted = busy.toSorted((one, other) => one - other);
    return {
      name: line.name,
      idlePing: median(idle),
      busyPing: median(busy),
      busyPing95: sorted[Math.floor(0.95 * sorted.length)] ?? NaN,
      alone,
      both: [first, second],
    };
  } finally {
    await lab.close();
  }
}

const results: Result[] = [];
for (const line of LINES) results.push(await measure(line));
printTable(
  'Two shares on one line',
  ['line', 'ping idle, ms', 'busy', 'busy, p95', 'one alone, MB/s', 'the first of two', 'the second', 'split'],
  results.map(({ name, idlePing, busyPing, busyPing95, alone, both: [first, second] }) => {
    const part = Math.round((100 * first) / (first + second));
    return [
      name,
      ...[idlePing, busyPing, busyPing95].map((ms) => ms.toFixed(0)),
      ...[alone, first, second].map((rate) => rate.toFixed(2)),
      `${part}:${100 - part}`,
    ];
  }),
);
writeResult('sharing', results);
