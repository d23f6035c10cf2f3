/**
 * Beamline alone over lines, with what it costs them: packets that the buffer had no room for, bytes sent for each that
 * came, and how much later a ping beside it is. With `--against <folder>`, a checkout that is built, by turns with the
 * app of that: what counts is the ratio within the run. Part of bench:wan: `--rows slow`, or `--against` with names of
 * paths.
 */
import { resolve } from 'node:path';

import { runOverLine, type LineRun } from './line-run.ts';
import { conditionsOf, PATHS, SLOW_LINES, type Line } from './paths.ts';
import { medianOf, printTable, writeResult } from './report.ts';

const BYTES = 512 << 20;
const SLOW_BYTES = 64 << 20;

export interface LinesOptions {
  readonly isSlow: boolean;
  readonly against: string | undefined;
  /** Parts of names; all unless there are any. */
  readonly wanted: readonly string[];
  readonly seconds: number;
  readonly runs: number;
}

interface Result {
  readonly line: Line;
  readonly app: string;
  readonly runs: LineRun[];
}

export async function measureLines({ isSlow, against, wanted, seconds, runs }: LinesOptions): Promise<void> {
  const lines: readonly Line[] = isSlow
    ? SLOW_LINES
    : PATHS.map((path) => ({ name: path.name, ...conditionsOf(path) }));
  const apps = [
    ...(against === undefined ? [] : [{ app: 'theirs', root: resolve(against) }]),
    { app: 'Beamline', root: undefined },
  ];
  const results: Result[] = [];
  for (const line of lines.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)))) {
    const each = apps.map(({ app, root }) => ({ root, result: { line, app, runs: [] as LineRun[] } }));
    for (let run = 0; run < runs; run += 1) {
      for (const { root, result } of each) {
        const figures = await runOverLine(line, { seconds, bytes: isSlow ? SLOW_BYTES : BYTES, hasPing: isSlow, root });
        result.runs.push(figures);
        console.log(
          line.name,
          result.app,
          JSON.stringify(figures, (_, value: unknown) =>
            typeof value === 'number' ? Number(value.toFixed(3)) : value,
          ),
        );
      }
    }
    results.push(...each.map(({ result }) => result));
  }
  printTable(
    `Over the first ${seconds} s from the click; medians of ${runs}`,
    [
      'line',
      'app',
      'MB/s',
      'of the line',
      'against',
      '% dropped',
      'times sent',
      'ping rises by, ms',
      'processors busy',
    ],
    results.map(({ line, app, runs }) => {
      const goodput = medianOf(runs, 'goodput');
      const other = results.find((each) => each.line === line && each.app !== app);
      const ratio =
        app === 'Beamline' && other !== undefined ? (goodput / medianOf(other.runs, 'goodput')).toFixed(2) : '';
      const share = line.rateMbit === 0 ? '' : (goodput / (line.rateMbit / 8)).toFixed(3);
      const [dropped, timesSent, pingRise, busy] = [
        100 * medianOf(runs, 'dropped'),
        medianOf(runs, 'timesSent'),
        medianOf(runs, 'pingRise'),
        medianOf(runs, 'busy'),
      ];
      return [
        line.name,
        app,
        goodput.toFixed(2),
        share,
        ratio,
        dropped.toFixed(2),
        timesSent.toFixed(3),
        Number.isNaN(pingRise) ? '' : pingRise.toFixed(0),
        busy.toFixed(2),
      ];
    }),
  );
  writeResult('lines', results);
}
