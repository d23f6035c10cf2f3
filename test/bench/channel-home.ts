/**
 * Where should a received data channel live? On the page, its buffers transferred to the worker that hashes and writes
 * them, or in that worker itself (Chromium and Safari can transfer a channel; Firefox cannot)?
 * And what does a bare channel give on this machine, by message size and ordering?
 *
 *     node test/bench/channel-home.ts [--quick]
 */
import { join } from 'node:path';

import { ChromiumPerson } from '../support/chromium.ts';
import { serveFolder } from '../support/static.ts';
import { openBare, runBare, type BareRun } from './bare.ts';
import { medianOf, printTable, rangeOf, writeResult } from './report.ts';

const isQuick = process.argv.includes('--quick');
const BYTES = (isQuick ? 32 : 128) << 20;
const BARE_BYTES = (isQuick ? 16 : 32) << 20;
const RUNS = isQuick ? 1 : 5;

const server = await serveFolder(join(import.meta.dirname, 'page'));
const [sender, receiver] = await Promise.all([ChromiumPerson.launch(), ChromiumPerson.launch()]);
try {
  await Promise.all([openBare(sender, server.origin), openBare(receiver, server.origin)]);
  await runBare(sender, receiver, { ordered: true, home: 'count' }, { bytes: 16 << 20, messageBytes: 64 << 10 });

  const homes = (['page', 'worker', 'count'] as const).map((home) => ({ home, runs: [] as BareRun[] }));
  for (let turn = 0; turn < RUNS; turn += 1) {
    for (const { home, runs } of homes)
      runs.push(await runBare(sender, receiver, { ordered: true, home }, { bytes: BYTES, messageBytes: 64 << 10 }));
  }
  printTable(
    `Receiving ${BYTES >> 20} MiB in messages of 64 KiB; medians of ${RUNS}`,
    [
      'home of the channel',
      'MB/s',
      '(range)',
      'receiver CPU s',
      'sender CPU s',
      'long tasks',
      'ms',
      'timer p99 ms late',
      'blocks waiting',
    ],
    homes.map(({ home, runs }) => [
      home,
      medianOf(runs, 'megabytesPerSecond').toFixed(1),
      rangeOf(runs, 'megabytesPerSecond'),
      medianOf(runs, 'receiverCpuSeconds').toFixed(2),
      medianOf(runs, 'senderCpuSeconds').toFixed(2),
      medianOf(runs, 'longTasks').toFixed(0),
      medianOf(runs, 'longTaskMs').toFixed(0),
      medianOf(runs, 'latenessMs').toFixed(1),
      medianOf(runs, 'blocksWaiting').toFixed(0),
    ]),
  );

  const bare = [true, false].flatMap((ordered) =>
    [16, 64, 128, 256].map((kibibytes) => ({ ordered, kibibytes, runs: [] as BareRun[] })),
  );
  for (let turn = 0; turn < RUNS; turn += 1) {
    for (const { ordered, kibibytes, runs } of bare) {
      runs.push(
        await runBare(
          sender,
          receiver,
          { ordered, home: 'count' },
          { bytes: BARE_BYTES, messageBytes: kibibytes << 10 },
        ),
      );
    }
  }
  printTable(
    `Bare channel, only counted, ${BARE_BYTES >> 20} MiB; medians of ${RUNS}`,
    ['ordered', 'KiB', 'MB/s', '(range)', 'receiver CPU s', 'sender CPU s'],
    bare.map(({ ordered, kibibytes, runs }) => [
      ordered ? 'yes' : 'no',
      String(kibibytes),
      medianOf(runs, 'megabytesPerSecond').toFixed(1),
      rangeOf(runs, 'megabytesPerSecond'),
      medianOf(runs, 'receiverCpuSeconds').toFixed(2),
      medianOf(runs, 'senderCpuSeconds').toFixed(2),
    ]),
  );
  writeResult('channel-home', { bytes: BYTES, homes, bare });
} finally {
  await Promise.all([sender.close(), receiver.close()]);
  await server.stop();
}
