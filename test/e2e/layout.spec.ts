/** Nothing jumps: what comes later has its place, and what is read or about to be pressed stays where it is. */
import { join } from 'node:path';

import type { CDPSession } from '@playwright/test';

import type { ChromiumPerson } from '../support/chromium.ts';
import { makeFile } from '../support/files.ts';
import { expect, share, test } from './fixtures.ts';

/** Of one transition. What Web Vitals calls good is 0.1 for a whole visit (web.dev/articles/cls). */
const MAX_SHIFT = 0.02;

const VIEWPORTS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

interface Shift {
  readonly value: number;
  /** From where to where, in CSS pixels. */
  readonly moved: readonly string[];
}

declare global {
  interface Window {
    takeShifts(): Shift[];
  }
}

/** Layout shifts that no person has caused (W3C Layout Instability). */
async function watch({ page }: ChromiumPerson): Promise<void> {
  await page.addInitScript(() => {
    interface LayoutShift extends PerformanceEntry {
      readonly value: number;
      readonly hadRecentInput: boolean;
      readonly sources: readonly { readonly previousRect: DOMRectReadOnly; readonly currentRect: DOMRectReadOnly }[];
    }
    const shifts: Shift[] = [];
    const rect = ({ x, y, width, height }: DOMRectReadOnly): string => [x, y, width, height].map(Math.round).join(' ');
    const got = (entries: readonly PerformanceEntry[]): void => {
      for (const { value, hadRecentInput, sources } of entries as readonly LayoutShift[])
        if (!hadRecentInput)
          shifts.push({
            value,
            moved: sources.map(({ previousRect, currentRect }) => `${rect(previousRect)} -> ${rect(currentRect)}`),
          });
    };
    const observer = new PerformanceObserver((list) => got(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    window.takeShifts = () => {
      got(observer.takeRecords());
      return shifts.splice(0);
    };
  });
}

/** What the transition has moved, when it is painted. */
async function expectStill({ page }: ChromiumPerson, transition: string): Promise<void> {
  const shifts = await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    return window.takeShifts();
  });
  const sum = shifts.reduce((sum, { value }) => sum + value, 0);
  const list = shifts.map(({ value, moved }) => `${value.toFixed(4)}\n    ${moved.join('\n    ')}`).join('\n  ');
  expect.soft(sum, `${transition}:\n  ${list}`).toBeLessThanOrEqual(MAX_SHIFT);
}

async function slowLine({ page }: ChromiumPerson): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 300,
    downloadThroughput: 200_000,
    uploadThroughput: 200_000,
  });
  return session;
}

for (const [name, viewport] of Object.entries(VIEWPORTS)) {
  test(`a share comes and goes without a jump on a ${name}`, async ({ guests, server, folder }) => {
    const [alice, bob] = await Promise.all([guests.chromium(), guests.chromium()]);
    for (const person of [alice, bob]) {
      await person.page.setViewportSize(viewport);
      await watch(person);
    }
    const paths = await Promise.all(
      ['Summer by the sea, the long cut.mp4', 'b.txt', 'c.txt'].map((file) => makeFile(join(folder, file), 2_000_000)),
    );
    const link = await share(alice, server, ...paths);
    await alice.find('textbox', 'Note').waitFor();
    await alice.page.getByRole('img', { name: 'QR code' }).waitFor();
    await expectStill(alice, 'the link is there');

    await bob.open(link);
    await bob.waitForStatus('Ready');
    await bob.find('textbox', 'Note').waitFor();
    await bob.find('list', 'Files').getByRole('checkbox').first().waitFor();
    await bob.find('button', 'Add files').waitFor();
    await expectStill(bob, 'the list arrives');
    await alice.waitForStatus('Ready');
    await alice.find('list', 'People').waitFor();
    await expectStill(alice, 'the first receiver arrives');

    await bob.click('button', 'Download');
    await Promise.all([alice.waitForStatus('Done'), bob.waitForStatus('Done')]);
    await expectStill(bob, 'Done at the receiver');
    await expectStill(alice, 'Done at the sender');
  });

  test(`“How it works” opens without a jump on a ${name}`, async ({ guests, server }) => {
    const person = await guests.chromium();
    await person.page.setViewportSize(viewport);
    await watch(person);
    const line = await slowLine(person);
    const heading = person.page.getByRole('heading', { level: 1, name: 'How it works' });
    await person.open(server.origin);
    await person.find('button', 'Choose files').waitFor();
    await expectStill(person, 'the start page');
    await person.click('link', 'How it works');
    await heading.waitFor();
    await expectStill(person, 'from the start page');
    await person.open(`${server.origin}/how`);
    await heading.waitFor();
    await expectStill(person, 'by its address');
    await line.detach();
  });
}
