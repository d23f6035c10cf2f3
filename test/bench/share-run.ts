/** One share through the app, as a person would, and what it took. */
import type { Person } from '../support/person.ts';
import { cpuSecondsOfTree } from '../support/processes.ts';
import type { Server } from '../support/server.ts';
import { megabytesPerSecond } from './report.ts';

const TRANSFER_MS = 300_000;

export interface ShareRun {
  /** From the click on "Download" to "Done". */
  readonly ms: number;
  readonly megabytesPerSecond: number;
  readonly senderCpuSeconds: number;
  readonly receiverCpuSeconds: number;
  /** Milliseconds of the page's longest task on either side, 0 when none took 50 (W3C longtasks; Firefox tells none). */
  readonly longestTaskMs: number;
  /** From the navigation's start to the list, which may be there before the link is. */
  readonly listMs: number;
  /** To "Ready". */
  readonly readyMs: number;
  /** To the first byte, without the time that the person took from "Ready" to the click. */
  readonly firstByteMs: number;
}

declare global {
  var clickedMs: number;
  var longestTaskMs: number;
}

/** In the page, from now on. */
function watchTasks(): void {
  globalThis.longestTaskMs = 0;
  if (!PerformanceObserver.supportedEntryTypes.includes('longtask')) return;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longestTaskMs = Math.max(globalThis.longestTaskMs, duration);
  }).observe({ type: 'longtask' });
}

/** In the page: when the person clicks next. */
function watchClick(): void {
  addEventListener('click', () => (globalThis.clickedMs = performance.now()), { capture: true, once: true });
}

/** @param choose gives the sender what is to be sent */
export async function offer(sender: Person, server: Server, choose: () => Promise<void>): Promise<string> {
  await sender.open(server.origin);
  await choose();
  const link = await sender.shareLink();
  await sender.waitForStatus('Waiting');
  return link;
}

/** Up to the list. */
export async function follow(receiver: Person, link: string): Promise<void> {
  await receiver.open(link);
  await receiver.waitForStatus('Ready');
  await receiver.evaluate(watchClick, undefined);
}

/** When it clicked, and when it was "Done", in milliseconds since 1970. */
export async function take(receiver: Person): Promise<{ readonly clickedMs: number; readonly doneMs: number }> {
  await receiver.click('button', 'Download');
  await receiver.waitForStatus('Done', TRANSFER_MS);
  const statuses = await receiver.statuses();
  const clickedMs = await receiver.evaluate(() => performance.timeOrigin + globalThis.clickedMs, undefined);
  return { clickedMs, doneMs: statuses.find(({ text }) => text.startsWith('Done'))?.atMs ?? NaN };
}

export async function runShare(sender: Person, receiver: Person, server: Server, bytes: number, choose: () => Promise<void>): Promise<ShareRun> {
  await follow(receiver, await offer(sender, server, choose));
  await Promise.all([sender, receiver].map((person) => person.evaluate(watchTasks, undefined)));
  const before = [cpuSecondsOfTree(sender.pid), cpuSecondsOfTree(receiver.pid)] as const;
  const { clickedMs, doneMs } = await take(receiver);
  const [senderCpuSeconds, receiverCpuSeconds] = [cpuSecondsOfTree(sender.pid) - before[0], cpuSecondsOfTree(receiver.pid) - before[1]];
  const longestTasks = await Promise.all([sender, receiver].map((person) => person.evaluate(() => globalThis.longestTaskMs, undefined)));
  const [marks, statuses, originMs] = await Promise.all([receiver.marks(), receiver.statuses(), receiver.evaluate(() => performance.timeOrigin, undefined)]);
  const startOf = (mark: string): number => marks.find(({ name }) => name === mark)?.startMs ?? NaN;
  const readyMs = (statuses.find(({ text }) => text.startsWith('Ready'))?.atMs ?? NaN) - originMs;
  return {
    ms: doneMs - clickedMs,
    megabytesPerSecond: megabytesPerSecond(bytes, doneMs - clickedMs),
    senderCpuSeconds,
    receiverCpuSeconds,
    longestTaskMs: Math.max(...longestTasks),
    listMs: startOf('beamline:list'),
    readyMs,
    firstByteMs: readyMs + startOf('beamline:first-byte') - (clickedMs - originMs),
  };
}
