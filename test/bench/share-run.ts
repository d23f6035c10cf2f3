/** One share through the app, as a person would, and what it took. */
import type { BrowserContext } from 'playwright';

import { MemoryWatch } from '../support/memory-watch.ts';
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
  /** Bytes (PSS) of all the browser's processes above what they were at the click, at the most. */
  readonly senderRiseBytes: number;
  readonly receiverRiseBytes: number;
  /**
   * Milliseconds of the page's longest task on either side, 0 when none took 50 (W3C longtasks; Firefox tells none).
   */
  readonly longestTaskMs: number;
}

/** Milliseconds from the start of the receiver's navigation. */
export interface Opening {
  /** The list, which may be there before the link is. */
  readonly listMs: number;
  /** The click on "Download", as soon as there is something to click on. */
  readonly clickMs: number;
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
    for (const { duration } of list.getEntries())
      globalThis.longestTaskMs = Math.max(globalThis.longestTaskMs, duration);
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

export async function runShare(
  sender: Person,
  receiver: Person,
  server: Server,
  bytes: number,
  choose: () => Promise<void>,
): Promise<ShareRun> {
  await follow(receiver, await offer(sender, server, choose));
  await Promise.all([sender, receiver].map((person) => person.evaluate(watchTasks, undefined)));
  const before = [cpuSecondsOfTree(sender.pid), cpuSecondsOfTree(receiver.pid)] as const;
  const [senderMemory, receiverMemory] = [new MemoryWatch(sender.pid), new MemoryWatch(receiver.pid)] as const;
  const { clickedMs, doneMs } = await take(receiver);
  const [senderCpuSeconds, receiverCpuSeconds] = [
    cpuSecondsOfTree(sender.pid) - before[0],
    cpuSecondsOfTree(receiver.pid) - before[1],
  ];
  const longestTasks = await Promise.all(
    [sender, receiver].map((person) => person.evaluate(() => globalThis.longestTaskMs, undefined)),
  );
  return {
    ms: doneMs - clickedMs,
    megabytesPerSecond: megabytesPerSecond(bytes, doneMs - clickedMs),
    senderCpuSeconds,
    receiverCpuSeconds,
    senderRiseBytes: senderMemory.stop(),
    receiverRiseBytes: receiverMemory.stop(),
    longestTaskMs: Math.max(...longestTasks),
  };
}

/**
 * Runs in the page before its scripts: clicks on "Download" as soon as it is there. Refers to nothing outside itself.
 */
function clickAtOnce(): void {
  const look = (root: Document | ShadowRoot): boolean => {
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLButtonElement && element.textContent.trim() === 'Download') {
        performance.mark('bench:click');
        element.click();
        return true;
      }
      if (element.shadowRoot !== null && look(element.shadowRoot)) return true;
    }
    return false;
  };
  const lookOften = (): void => void (look(document) || setTimeout(lookOften, 2));
  if (location.hash !== '') lookOften();
}

/** A person who does not hesitate, from the next page on. */
export async function teachHaste(context: BrowserContext): Promise<void> {
  await context.addInitScript(clickAtOnce);
}

/** @param hasty was taught */
export async function openInHaste(
  sender: Person,
  hasty: Person,
  server: Server,
  choose: () => Promise<void>,
): Promise<Opening> {
  await hasty.open(await offer(sender, server, choose));
  await hasty.waitForStatus('Done', TRANSFER_MS);
  const marks = await hasty.marks();
  const startOf = (mark: string): number => marks.find(({ name }) => name === mark)?.startMs ?? NaN;
  return {
    listMs: startOf('beamline:list'),
    clickMs: startOf('bench:click'),
    firstByteMs: startOf('beamline:first-byte'),
  };
}
