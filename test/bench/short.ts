/**
 * How long does a small share take over distance? One of a photo's size is over before a window has grown: what counts
 * is the time from the click to "Done", by turns. npm run bench:short. Runs inside the lab's namespaces:
 * scripts/bench-lab.ts.
 */
import type { ChromiumPerson } from '../support/chromium.ts';
import { Lab } from '../lab/lab.ts';
import { WIRE } from '../lab/network.ts';
import { follow, makeParcel, offer, type Parcel } from '../lab/parcel.ts';
import { median, printTable, writeResult } from './report.ts';
import { take } from './share-run.ts';

const MiB = 1 << 20;
const SIZES = [1, 3, 6, 12].map((mebibytes) => mebibytes * MiB);
const PATHS = [
  { name: '100M-50ms', delayMs: 25, lossPercent: 0, rateMbit: 100 },
  { name: '100M-150ms-1%', delayMs: 75, lossPercent: 1, rateMbit: 100 },
] as const;
const RUNS = 3;
const READY_MS = 30_000;

async function secondsOf(sender: ChromiumPerson, receiver: ChromiumPerson, parcel: Parcel): Promise<number> {
  await follow(receiver, await offer(sender, parcel), READY_MS);
  await receiver.evaluate(
    () => addEventListener('click', () => (globalThis.clickedMs = performance.now()), { capture: true, once: true }),
    undefined,
  );
  const { clickedMs, doneMs } = await take(receiver);
  return (doneMs - clickedMs) / 1000;
}

async function measure(
  line: (typeof PATHS)[number],
): Promise<readonly { readonly bytes: number; readonly seconds: number[] }[]> {
  const lab = await Lab.open();
  try {
    const [here, there] = [await lab.network.addSite('open', line), await lab.network.addSite('open', WIRE)];
    const [sender, receiver] = [await lab.person(await here.addPeer()), await lab.person(await there.addPeer())];
    const sizes = SIZES.map((bytes) => ({ bytes, seconds: [] as number[] }));
    for (let run = 0; run < RUNS; run += 1)
      for (const { bytes, seconds } of sizes)
        seconds.push(await secondsOf(sender, receiver, await makeParcel(lab.folder, bytes)));
    return sizes;
  } finally {
    await lab.close();
  }
}

const results: { readonly path: string; readonly sizes: Awaited<ReturnType<typeof measure>> }[] = [];
for (const path of PATHS) results.push({ path: path.name, sizes: await measure(path) });
printTable(
  `Seconds from the click to "Done"; medians of ${RUNS}`,
  ['path', ...SIZES.map((bytes) => `${bytes / MiB} MiB`)],
  results.map(({ path, sizes }) => [
    path,
    ...sizes.map(
      ({ seconds }) => `${median(seconds).toFixed(2)} (${seconds.map((each) => each.toFixed(1)).join(' ')})`,
    ),
  ]),
);
writeResult('short', results);
