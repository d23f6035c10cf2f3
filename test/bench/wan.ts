/**
 * How fast is Beamline over distance? npm run bench:wan [-- --quick] [--rows slow] [--against folder] [name of a
 * path...]
 *
 * Two people in open networks, with a path of a given delay, loss and rate between them (test/lab/link.ts). By turns in
 * one run: bare channels, 1, 2, 4 and 8 at once, and Beamline. What counts is goodput over the first seconds, the start
 * included, as a share of the line, or against the bare channels where no line is the limit. Where both processors are
 * busy all the time, it is the machine that was measured: the same paths with a line of half the rate are there for
 * that. `--rows slow` and `--against` measure Beamline alone: lines.ts. Runs inside the lab's namespaces:
 * scripts/bench-lab.ts.
 */
import { parseArgs } from 'node:util';

import type { ChromiumPerson } from '../support/chromium.ts';
import { prepareToCount } from '../lab/arrivals.ts';
import { Lab } from '../lab/lab.ts';
import { WIRE, type Peer } from '../lab/network.ts';
import { ORIGIN } from '../lab/origin.ts';
import { makeParcel } from '../lab/parcel.ts';
import { begin, goodputs } from './goodput.ts';
import { measureLines } from './lines.ts';
import { conditionsOf, PATHS, type Path } from './paths.ts';
import { watchProcessors } from './processors.ts';
import { median, medianOf, printTable, writeResult } from './report.ts';
import { installWan } from './wan-page.ts';

const { values: options, positionals: wanted } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string' },
    against: { type: 'string' },
    runs: { type: 'string' },
  },
  allowPositionals: true,
});
const isQuick = options.quick;
const SECONDS = isQuick ? 10 : 20;
const RUNS = Number(options.runs ?? (isQuick ? 1 : 3));
const CHANNELS = isQuick ? [1] : [1, 2, 4, 8];
/** More than any path here carries in the time. */
const BYTES = 512 << 20;

interface Result {
  readonly path: Path;
  /** MB/s by number of channels, one figure a run. */
  readonly bare: ReadonlyMap<number, number[]>;
  readonly beamline: readonly Run[];
}

interface Run {
  /** MB/s. */
  readonly goodput: number;
  /** Busy share of the processors meanwhile. */
  readonly busy: number;
}

async function runBare(lab: Lab, [a, b]: readonly [ChromiumPerson, ChromiumPerson], channels: number): Promise<number> {
  for (const { page } of [a, b]) {
    await page.goto(`${ORIGIN}/icon.svg`);
    await page.evaluate(installWan);
  }
  const iceServers = lab.relay.iceServers().slice(0, 1);
  const offers = await a.page.evaluate(([channels, iceServers]) => globalThis.wan.offer(channels, iceServers), [
    channels,
    iceServers,
  ] as const);
  const answers = await b.page.evaluate(([offers, iceServers]) => globalThis.wan.answer(offers, iceServers), [
    offers,
    iceServers,
  ] as const);
  await a.page.evaluate((answers) => globalThis.wan.gotAnswers(answers), answers);
  const before = await b.page.evaluate(() => globalThis.wan.bytes);
  await a.page.evaluate((ms) => globalThis.wan.pump(ms), SECONDS * 1000);
  const after = await b.page.evaluate(() => globalThis.wan.bytes);
  await Promise.all([a, b].map(({ page }) => page.evaluate(() => globalThis.wan.close())));
  return (after - before) / 1e6 / SECONDS;
}

async function runBeamline(lab: Lab, [sender, receiver]: readonly [ChromiumPerson, ChromiumPerson]): Promise<Run> {
  await begin(sender, receiver, await makeParcel(lab.folder, BYTES));
  const busyShare = watchProcessors();
  const [goodput = NaN] = await goodputs([receiver], SECONDS * 1000);
  const busy = busyShare();
  await receiver.click('button', 'Cancel');
  await sender.page.goto('about:blank');
  return { goodput, busy };
}

async function measure(path: Path): Promise<Result> {
  const lab = await Lab.open();
  try {
    const sites = [];
    for (const line of [conditionsOf(path), WIRE] as const) sites.push(await lab.network.addSite('open', line));
    const peers: Peer[] = [];
    for (const site of sites) peers.push(await site.addPeer());
    const people = [await lab.person(peers[0]!), await lab.person(peers[1]!)] as const;
    await Promise.all(people.map(prepareToCount));
    const bare = new Map(CHANNELS.map((channels) => [channels, [] as number[]]));
    const beamline: Run[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      for (const [channels, figures] of bare) figures.push(await runBare(lab, people, channels));
      beamline.push(await runBeamline(lab, people));
    }
    return { path, bare, beamline };
  } finally {
    await lab.close();
  }
}

async function measureAll(): Promise<void> {
  const results: Result[] = [];
  for (const path of PATHS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)))) {
    const result = await measure(path);
    results.push(result);
    console.log(
      `${path.name}: Beamline ${medianOf(result.beamline, 'goodput').toFixed(2)} MB/s, processors busy ${medianOf(result.beamline, 'busy').toFixed(2)}`,
    );
  }

  const figure = (values: readonly number[]): string => median(values).toFixed(2);
  printTable(
    `MB/s over the first ${SECONDS} s; medians of ${RUNS}`,
    [
      'path',
      ...CHANNELS.map((channels) => `bare, ${channels}`),
      'Beamline',
      'of the line',
      'of one bare',
      'of the best bare',
      'processors busy',
    ],
    results.map(({ path, bare, beamline }) => {
      const [one = NaN] = [...bare.values()].map(median);
      const best = Math.max(...[...bare.values()].map(median));
      const goodput = medianOf(beamline, 'goodput');
      const line = path.rateMbit === 0 ? '' : (goodput / (path.rateMbit / 8)).toFixed(2);
      return [
        path.name,
        ...[...bare.values()].map(figure),
        goodput.toFixed(2),
        line,
        ...[goodput / one, goodput / best, medianOf(beamline, 'busy')].map((ratio) => ratio.toFixed(2)),
      ];
    }),
  );
  writeResult(
    'wan',
    results.map(({ path, bare, beamline }) => ({ ...path, bare: Object.fromEntries(bare), beamline })),
  );
}

if (options.rows === undefined && options.against === undefined) await measureAll();
else
  await measureLines({
    isSlow: options.rows === 'slow',
    against: options.against,
    wanted,
    seconds: SECONDS,
    runs: RUNS,
  });
