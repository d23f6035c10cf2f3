/** A bare channel and Beamline, by turns in one run: what counts is the ratio, for the machine is the limit. */
import { rmSync } from 'node:fs';

import type { Person } from '../support/person.ts';
import type { Server } from '../support/server.ts';
import { openBare, runBare, type BareRun } from './bare.ts';
import { median, medianOf, printTable, rangeOf } from './report.ts';
import { runShare, type ShareRun } from './share-run.ts';

const MESSAGES = [64 << 10, 256 << 10] as const;

export interface Contest {
  readonly sender: Person;
  readonly receiver: Person;
  readonly server: Server;
  /** Serves test/bench/page. */
  readonly bareOrigin: string;
  readonly bytes: number;
  readonly turns: number;
  /** By name; all of `bytes` bytes. */
  readonly paths: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly bare: readonly { readonly messageBytes: number; readonly runs: readonly BareRun[] }[];
  readonly shares: Readonly<Record<string, readonly ShareRun[]>>;
  /** Of the medians, to the better bare channel. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Median of the turns' own ratios: within one, the machine's mood is the same for all. */
  readonly turnRatios: Readonly<Record<string, number>>;
}

/**
 * Downloads what is offered; the browser still copies the file to its place afterwards, and the next run must not share
 * the disk with that.
 */
async function runAndRemove({ sender, receiver, server, bytes }: Contest, path: string): Promise<ShareRun> {
  let run: ShareRun | undefined;
  const saved = await receiver.download(async () => {
    run = await runShare(sender, receiver, server, bytes, () => sender.chooseFiles(path));
  }, 600_000);
  rmSync(saved);
  return run!;
}

export async function compare(contest: Contest): Promise<Outcome> {
  const { sender, receiver, bareOrigin, bytes, turns, paths } = contest;
  const bare = MESSAGES.map((messageBytes) => ({ messageBytes, runs: [] as BareRun[] }));
  const shares: Record<string, ShareRun[]> = Object.fromEntries(Object.keys(paths).map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn += 1) {
    await Promise.all([openBare(sender, bareOrigin), openBare(receiver, bareOrigin)]);
    for (const { messageBytes, runs } of bare)
      runs.push(await runBare(sender, receiver, { ordered: true, home: 'count' }, { bytes, messageBytes }));
    for (const [name, path] of Object.entries(paths)) shares[name]?.push(await runAndRemove(contest, path));
  }
  const best = Math.max(...bare.map(({ runs }) => medianOf(runs, 'megabytesPerSecond')));
  const bestOfTurn = (turn: number): number =>
    Math.max(...bare.map(({ runs }) => runs[turn]?.megabytesPerSecond ?? NaN));
  const each = (ratio: (runs: readonly ShareRun[]) => number) =>
    Object.fromEntries(Object.entries(shares).map(([name, runs]) => [name, ratio(runs)]));
  return {
    bare,
    shares,
    ratios: each((runs) => medianOf(runs, 'megabytesPerSecond') / best),
    turnRatios: each((runs) =>
      median(runs.map(({ megabytesPerSecond }, turn) => megabytesPerSecond / bestOfTurn(turn))),
    ),
  };
}

export function printOutcome(title: string, { bare, shares, ratios, turnRatios }: Outcome): void {
  const columns = (runs: readonly (BareRun | ShareRun)[]): readonly string[] => [
    medianOf(runs, 'megabytesPerSecond').toFixed(1),
    rangeOf(runs, 'megabytesPerSecond'),
    medianOf(runs, 'senderCpuSeconds').toFixed(2),
    medianOf(runs, 'receiverCpuSeconds').toFixed(2),
    Math.max(
      ...runs.flatMap(({ senderRiseBytes, receiverRiseBytes }) => [senderRiseBytes / 1e6, receiverRiseBytes / 1e6]),
    ).toFixed(0),
  ];
  printTable(
    title,
    [
      '',
      'MB/s',
      '(range)',
      'sender CPU s',
      'receiver CPU s',
      'memory, MB more',
      'of the better bare one',
      'turn by turn',
      'longest task, ms',
    ],
    [
      ...bare.map(({ messageBytes, runs }) => [
        `bare, ${messageBytes >> 10} KiB messages`,
        ...columns(runs),
        '',
        '',
        '',
      ]),
      ...Object.entries(shares).map(([name, runs]) => [
        name,
        ...columns(runs),
        (ratios[name] ?? NaN).toFixed(2),
        (turnRatios[name] ?? NaN).toFixed(2),
        Math.max(...runs.map(({ longestTaskMs }) => longestTaskMs)).toFixed(0),
      ]),
    ],
  );
}
