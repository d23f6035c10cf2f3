/**
 * How much longer do many take than one? npm run bench:swarm
 *
 * A sender behind a slow line, and receivers on lines of their own that begin at the same moment. What counts is the time
 * until the last one has all, against that of one receiver alone in the same run, and the bytes that left the sender's
 * line for each byte of the file, headers and lost packets included. Runs inside the lab's namespaces:
 * scripts/bench-lab.ts.
 */
import { Lab } from '../lab/lab.ts';
import type { Conditions } from '../lab/link.ts';
import { WIRE } from '../lab/network.ts';
import { makeParcel, offer, type Parcel } from '../lab/parcel.ts';
import { watchProcessors } from './processors.ts';
import { median, printTable, writeResult } from './report.ts';
import { follow, take } from './share-run.ts';

const MIB = 2 ** 20;
const isQuick = process.argv.includes('--quick');
const RUNS = isQuick ? 1 : 3;

interface Row {
  readonly uplinkMbit: number;
  readonly bytes: number;
  /** One alone, and these at once. */
  readonly receivers: number;
  readonly reach: number;
}

const ROWS: readonly Row[] = [
  { uplinkMbit: 4, bytes: 16 * MIB, receivers: 2, reach: 1.15 },
  { uplinkMbit: 4, bytes: 16 * MIB, receivers: 4, reach: 1.15 },
  { uplinkMbit: 2, bytes: 8 * MIB, receivers: 8, reach: 1.25 },
];

/** Half of a round trip of 40 ms; what a home gets is not slow. */
const lineOf = (uplinkMbit: number): Conditions => ({
  delayMs: 20,
  lossPercent: 0,
  rateMbit: uplinkMbit,
  downRateMbit: 100,
});

interface Run {
  readonly firstMs: number;
  readonly lastMs: number;
  /** That left the sender's line, for each byte of the file. */
  readonly sent: number;
  readonly busy: number;
}

async function measure({ uplinkMbit, bytes }: Row, count: number): Promise<Run> {
  const lab = await Lab.open();
  try {
    const home = await lab.network.addSite('open', lineOf(uplinkMbit));
    const sender = await lab.person(await home.addPeer());
    const receivers = await Promise.all(
      Array.from({ length: count }, async () => {
        const site = await lab.network.addSite('open', WIRE);
        return lab.person(await site.addPeer());
      }),
    );
    const parcel: Parcel = await makeParcel(lab.folder, bytes);
    const link = await offer(sender, parcel);
    for (const receiver of receivers) await follow(receiver, link);
    const busyShare = watchProcessors();
    const { up: before } = await home.count();
    const taken = await Promise.all(receivers.map(take));
    const { up: after } = await home.count();
    const startMs = Math.min(...taken.map(({ clickedMs }) => clickedMs));
    const times = taken.map(({ doneMs }) => doneMs - startMs);
    const sent = (after.bytes - before.bytes) / bytes;
    return { firstMs: Math.min(...times), lastMs: Math.max(...times), sent, busy: busyShare() };
  } finally {
    await lab.close();
  }
}

const wanted = process.argv.find((each) => each.startsWith('--receivers='))?.split('=')[1];
const results: (Row & { readonly alone: Run[]; readonly together: Run[] })[] = [];
for (const row of ROWS.filter(({ receivers }) => wanted === undefined || Number(wanted) === receivers)) {
  const result = { ...row, alone: [] as Run[], together: [] as Run[] };
  for (let run = 0; run < RUNS; run += 1) {
    for (const [count, runs] of [
      [1, result.alone],
      [row.receivers, result.together],
    ] as const) {
      const figures = await measure(row, count);
      runs.push(figures);
      console.log(`${row.uplinkMbit} Mbit/s, ${count}: ${JSON.stringify(figures)}`);
    }
  }
  results.push(result);
}
printTable(
  `From one click to the last "Done"; medians of ${RUNS}`,
  ['uplink', 'file', 'receivers', 'one, s', 'first, s', 'last, s', 'last ÷ one', 'reach', 'sent ÷ file', 'busy'],
  results.map(({ uplinkMbit, bytes, receivers, reach, alone, together }) => {
    const of = (runs: readonly Run[], key: keyof Run): number => median(runs.map((run) => run[key]));
    return [
      `${uplinkMbit} Mbit/s`,
      `${bytes / MIB} MiB`,
      String(receivers),
      ...[of(alone, 'lastMs'), of(together, 'firstMs'), of(together, 'lastMs')].map((ms) => (ms / 1000).toFixed(1)),
      (of(together, 'lastMs') / of(alone, 'lastMs')).toFixed(2),
      `≤ ${reach}`,
      of(together, 'sent').toFixed(2),
      of(together, 'busy').toFixed(2),
    ];
  }),
);
writeResult('swarm', results);
