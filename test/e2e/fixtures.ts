/**
 * What the end-to-end tests stand on: the real server, and people with browsers who have to leave without complaint.
 */
/* oxlint-disable no-empty-pattern -- Playwright reads in the pattern what a fixture needs */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test as base } from '@playwright/test';

import type { ChromiumOptions } from '../support/chromium-launch.ts';
import { ChromiumPerson } from '../support/chromium.ts';
import { FirefoxPerson, type FirefoxOptions } from '../support/firefox.ts';
import type { Person } from '../support/person.ts';
import { startServer, type Server } from '../support/server.ts';

/** For tests that need a browser of their own; closed at the test's end. */
export interface Guests {
  chromium(options?: ChromiumOptions): Promise<ChromiumPerson>;
  firefox(options?: FirefoxOptions): Promise<FirefoxPerson>;
}

interface TestFixtures {
  /** An empty folder, removed at the test's end. */
  readonly folder: string;
  readonly guests: Guests;
  /** What a test breaks on purpose shows in the console too: such a test says which words. */
  readonly forgive: (words: RegExp) => void;
  readonly noComplaints: void;
}

interface WorkerFixtures {
  readonly server: Server;
  /** The same browsers for all tests: each starts when the first test wants it. */
  readonly alice: ChromiumPerson;
  readonly bob: ChromiumPerson;
  readonly carol: ChromiumPerson;
  readonly fiona: FirefoxPerson;
  readonly company: Set<Person>;
}

/**
 * Browsers report as given up the navigation that became a download; Firefox also the frame of a download that has
 * ended.
 */
const isGivenUp = (problem: string): boolean =>
  /request: (blob:|\S+\/download\/).* (net::ERR_ABORTED|NS_BINDING_ABORTED|Browsing context already closed)/.test(
    problem,
  );

/**
 * A script of ours whose page was left while it came: the page loads much after it is shown, and nobody waits for it.
 * The browser gives up a script for no other reason, and what a living page cannot load, it reports as its own failed
 * import.
 */
const isLeftBehind = (problem: string): boolean =>
  /^request: \S+\/assets\/[\w-]+\.js (net::ERR_ABORTED|NS_BINDING_ABORTED)$/.test(problem) ||
  // The same in Firefox, where a service worker was to answer.
  /^script: Error: Failed to load ‘\S+\/assets\/[\w-]+\.js’\. A ServiceWorker intercepted/.test(problem);

/**
 * Of a lane that did not come up in time on a busy machine. The bytes go by the others; where there is no other,
 * nothing arrives.
 */
const isLostLane = (problem: string): boolean =>
  problem.startsWith('script: Error: WebRTC: ICE failed, add a STUN server');

async function lend<P extends Person>(
  company: Set<Person>,
  person: P,
  use: (person: P) => Promise<void>,
): Promise<void> {
  company.add(person);
  await use(person);
  company.delete(person);
  await person.close();
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  company: [async ({}, use) => use(new Set()), { scope: 'worker' }],
  alice: [async ({ company }, use) => lend(company, await ChromiumPerson.launch(), use), { scope: 'worker' }],
  bob: [async ({ company }, use) => lend(company, await ChromiumPerson.launch(), use), { scope: 'worker' }],
  carol: [async ({ company }, use) => lend(company, await ChromiumPerson.launch(), use), { scope: 'worker' }],
  fiona: [async ({ company }, use) => lend(company, await FirefoxPerson.launch(), use), { scope: 'worker' }],

  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'beamline-files-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },

  guests: async ({ company }, use) => {
    const guests: Person[] = [];
    const enter = async <P extends Person>(launching: Promise<P>): Promise<P> => {
      const person = await launching;
      guests.push(person);
      company.add(person);
      return person;
    };
    await use({
      chromium: (options) => enter(ChromiumPerson.launch(options)),
      firefox: (options) => enter(FirefoxPerson.launch(options)),
    });
    for (const person of guests) {
      company.delete(person);
      await person.close();
    }
  },

  forgive: async ({ company }, use) => {
    await use((words) => {
      for (const { diary } of company) diary.problems = diary.problems.filter((problem) => !words.test(problem));
    });
  },

  noComplaints: [
    async ({ server, company }, use, testInfo) => {
      for (const { diary } of company) Object.assign(diary, { problems: [], requests: [] });
      await use();
      // A test that failed has said why already.
      if (testInfo.status !== testInfo.expectedStatus) return;
      const own = new Set([server.origin, server.origin.replace('http', 'ws'), 'null']);
      for (const { browser, diary } of company) {
        const { problems, requests } = diary;
        expect
          .soft(
            problems.filter((problem) => !isGivenUp(problem) && !isLeftBehind(problem) && !isLostLane(problem)),
            `console of ${browser}`,
          )
          .toEqual([]);
        const foreign = requests.filter((url) => !/^(about|blob|data):/.test(url) && !own.has(new URL(url).origin));
        expect.soft(foreign, `requests of ${browser} to others`).toEqual([]);
      }
    },
    { auto: true },
  ],
});

export { expect };

/** The sender opens the app and chooses; what comes back is the link. */
export async function share(sender: Person, server: Server, ...paths: readonly string[]): Promise<string> {
  await sender.open(server.origin);
  await sender.chooseFiles(...paths);
  return sender.shareLink();
}

/** The receiver opens the link and waits for the list. */
export async function openShare(receiver: Person, link: string): Promise<void> {
  await receiver.open(link);
  await receiver.waitForStatus('Ready');
}

/** From the app's start page to both saying "Done": the path of what the receiver has on disk. */
export async function handOver(
  sender: Person,
  receiver: Person,
  server: Server,
  path: string,
  timeoutMs?: number,
): Promise<string> {
  await openShare(receiver, await share(sender, server, path));
  const saved = await receiver.download(() => receiver.click('button', 'Download'), timeoutMs);
  await Promise.all([receiver.waitForStatus('Done'), sender.waitForStatus('Done')]);
  return saved;
}

/** Until the progress bar says so. */
export async function untilPart(person: ChromiumPerson, percent: number): Promise<void> {
  const progress = (): Promise<number> =>
    person
      .find('progressbar', 'Progress')
      .getAttribute('aria-valuenow', { timeout: 1000 })
      .then(Number, () => 0);
  await expect.poll(progress, { intervals: [30], timeout: 60_000 }).toBeGreaterThanOrEqual(percent);
}

/** Until it is said that the share is too large to be kept first. */
export async function untilStraight(person: Person): Promise<void> {
  await expect.poll(() => person.status(), { timeout: 20_000 }).toContain('This is more than this browser may keep');
}
