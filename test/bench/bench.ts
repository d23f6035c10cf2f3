/**
 * How fast is Beamline? npm run bench [-- --quick]
 *
 * throughput   a bare data channel and Beamline's way from the click on "Download" to "Done", by turns in one run, between
 *              two separate browsers on one machine; what counts is the ratio, for the machine is the limit; the same for text
 * first byte   from the start of the receiver's navigation to the first chunk, without the time the person took to click
 * first load   HTML, scripts and styles of the start page, brotli
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ChromiumPerson } from '../support/chromium.ts';
import { makeFile, makeLog } from '../support/files.ts';
import { FIRST_LOAD_BUDGET_BYTES, firstLoad, totalBytes } from '../support/first-load.ts';
import { cpuSecondsOfTree } from '../support/processes.ts';
import { startServer, type Server } from '../support/server.ts';
import { serveFolder } from '../support/static.ts';
import { openBare, runBare, type BareRun } from './bare.ts';
import { median, medianOf, megabytesPerSecond, printTable, rangeOf, writeResult } from './report.ts';

const isQuick = process.argv.includes('--quick');
const BYTES = (isQuick ? 32 : 256) * 1e6;
const RUNS = isQuick ? 1 : 5;
const OPENINGS = isQuick ? 3 : 15;
const SMALL_BYTES = 1e6;
const TRANSFER_MS = 300_000;
const TARGET_RATIO = 0.95;
const TEXT_TARGET_RATIO = 2;
const MESSAGES = [64 << 10, 256 << 10] as const;

interface ShareRun {
  readonly megabytesPerSecond: number;
  readonly senderCpuSeconds: number;
  readonly receiverCpuSeconds: number;
  /** Milliseconds of the page's longest task on either side, 0 when none took 50 (W3C longtasks). */
  readonly longestTaskMs: number;
  /** From the navigation's start. */
  readonly readyMs: number;
  readonly firstByteMs: number;
}

declare global {
  var clickedMs: number;
  var longestTaskMs: number;
}

/** In the page, from now on. */
function watchTasks(): void {
  globalThis.longestTaskMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longestTaskMs = Math.max(globalThis.longestTaskMs, duration);
  }).observe({ type: 'longtask' });
}

async function runShare(sender: ChromiumPerson, receiver: ChromiumPerson, server: Server, path: string, bytes: number): Promise<ShareRun> {
  await sender.open(server.origin);
  await sender.chooseFiles(path);
  const link = await sender.shareLink();
  await sender.waitForStatus('Waiting');
  await receiver.open(link);
  await receiver.waitForStatus('Ready');
  await receiver.page.evaluate(() => addEventListener('click', () => (globalThis.clickedMs = performance.now()), { capture: true, once: true }));
  await Promise.all([sender, receiver].map(({ page }) => page.evaluate(watchTasks)));
  const before = [cpuSecondsOfTree(sender.pid), cpuSecondsOfTree(receiver.pid)] as const;
  const downloading = receiver.download(() => receiver.click('button', 'Download'), TRANSFER_MS);
  await receiver.waitForStatus('Done', TRANSFER_MS);
  const [senderCpuSeconds, receiverCpuSeconds] = [cpuSecondsOfTree(sender.pid) - before[0], cpuSecondsOfTree(receiver.pid) - before[1]];
  const longestTasks = await Promise.all([sender, receiver].map(({ page }) => page.evaluate(() => globalThis.longestTaskMs)));
  const [marks, statuses] = await Promise.all([receiver.marks(), receiver.statuses()]);
  const [clickedMs, originMs] = await receiver.page.evaluate(() => [globalThis.clickedMs, performance.timeOrigin] as const);
  // The browser still copies the file to its place, which is no part of it: but the next run must not share the disk.
  rmSync(await downloading);
  const startOf = (mark: string): number => marks.find(({ name }) => name === mark)?.startMs ?? NaN;
  const readyMs = startOf('beamline:ready');
  const doneMs = (statuses.find(({ text }) => text.startsWith('Done'))?.atMs ?? NaN) - originMs;
  return {
    megabytesPerSecond: megabytesPerSecond(bytes, doneMs - clickedMs),
    senderCpuSeconds,
    receiverCpuSeconds,
    longestTaskMs: Math.max(...longestTasks),
    readyMs,
    firstByteMs: readyMs + startOf('beamline:first-byte') - clickedMs,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'beamline-bench-'));
const [server, bareServer] = await Promise.all([startServer(), serveFolder(join(import.meta.dirname, 'page'))]);
const [sender, receiver] = await Promise.all([ChromiumPerson.launch(), ChromiumPerson.launch()]);
try {
  const loaded = await firstLoad(receiver, server.origin);
  printTable('First load of the start page', ['file', 'bytes, brotli'], [
    ...loaded.map(({ path, brotliBytes }) => [path, String(brotliBytes)]),
    [`all, of ${FIRST_LOAD_BUDGET_BYTES}`, String(totalBytes(loaded))],
  ]);

  const small = await makeFile(join(folder, 'small.bin'), SMALL_BYTES);
  const cold = await runShare(sender, receiver, server, small, SMALL_BYTES);
  const openings: ShareRun[] = [];
  while (openings.length < OPENINGS) openings.push(await runShare(sender, receiver, server, small, SMALL_BYTES));
  printTable(`From opening the link; median of ${OPENINGS}`, ['', 'ms', '(range)', 'first visit'], [
    ['list is shown', medianOf(openings, 'readyMs').toFixed(0), rangeOf(openings, 'readyMs'), cold.readyMs.toFixed(0)],
    ['first byte', medianOf(openings, 'firstByteMs').toFixed(0), rangeOf(openings, 'firstByteMs'), cold.firstByteMs.toFixed(0)],
  ]);

  const large = await makeFile(join(folder, 'large.bin'), BYTES);
  const log = await makeLog(join(folder, 'access.log'), BYTES);
  const bare = MESSAGES.map((messageBytes) => ({ messageBytes, runs: [] as BareRun[] }));
  const shares: ShareRun[] = [];
  const texts: ShareRun[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    await Promise.all([openBare(sender, bareServer.origin), openBare(receiver, bareServer.origin)]);
    for (const { messageBytes, runs } of bare) runs.push(await runBare(sender, receiver, { ordered: true, home: 'count' }, { bytes: BYTES, messageBytes }));
    shares.push(await runShare(sender, receiver, server, large, BYTES));
    texts.push(await runShare(sender, receiver, server, log, BYTES));
  }
  const columns = (runs: readonly (BareRun | ShareRun)[]): readonly string[] => [
    medianOf(runs, 'megabytesPerSecond').toFixed(1),
    rangeOf(runs, 'megabytesPerSecond'),
    medianOf(runs, 'senderCpuSeconds').toFixed(2),
    medianOf(runs, 'receiverCpuSeconds').toFixed(2),
  ];
  printTable(`${BYTES / 1e6} MB; medians of ${RUNS}`, ['', 'MB/s', '(range)', 'sender CPU s', 'receiver CPU s'], [
    ...bare.map(({ messageBytes, runs }) => [`bare, ${messageBytes >> 10} KiB messages`, ...columns(runs)]),
    ['Beamline', ...columns(shares)],
    ['Beamline, a log', ...columns(texts)],
  ]);
  console.log(`\nLongest task of a page: ${Math.max(...[...shares, ...texts].map(({ longestTaskMs }) => longestTaskMs)).toFixed(0)} ms`);
  const best = Math.max(...bare.map(({ runs }) => medianOf(runs, 'megabytesPerSecond')));
  const ratio = medianOf(shares, 'megabytesPerSecond') / best;
  const textRatio = medianOf(texts, 'megabytesPerSecond') / best;
  // Turn by turn, in which the machine's mood is the same for all.
  const turnRatio = median(
    shares.map((share, turn) => share.megabytesPerSecond / Math.max(...bare.map(({ runs }) => runs[turn]?.megabytesPerSecond ?? NaN))),
  );
  console.log(`\nBeamline has ${ratio.toFixed(2)} of the better bare channel (turn by turn ${turnRatio.toFixed(2)}); the target is ${TARGET_RATIO}; with a log ${textRatio.toFixed(2)}, of ${TEXT_TARGET_RATIO}`);
  writeResult('bench', { bytes: BYTES, loaded, cold, openings, bare, shares, texts, ratio, turnRatio, textRatio });
} finally {
  await Promise.all([sender.close(), receiver.close()]);
  await Promise.all([server.stop(), bareServer.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
