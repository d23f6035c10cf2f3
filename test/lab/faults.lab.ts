/**
 * What a transfer survives, by a table: each fault at one moment of 64 MB, or by `npm run test:faults` at three of 512
 * MB. Real browsers, the real Worker; real networks where the network is what fails.
 */
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { RoomClient } from '../attack/room-client.ts';
import { startBlockingProxy, type BlockingProxy } from '../support/blocking-proxy.ts';
import type { ChromiumPerson } from '../support/chromium.ts';
import { roomIdOf } from '../support/person.ts';
import { startServer, type Server } from '../support/server.ts';
import type { AnyPerson } from './arrivals.ts';
import { Lab } from './lab.ts';
import type { Conditions } from './link.ts';
import type { Nat } from './nat.ts';
import type { Site } from './network.ts';
import { ORIGIN } from './origin.ts';
import { launchFirefox, Scene, type SceneOptions, type Side } from './scene.ts';

const isFull = process.env['BEAMLINE_FAULTS'] === 'full';
const BYTES = isFull ? 512e6 : 64e6;
const PERCENTS: readonly number[] = isFull ? [10, 50, 95] : [50];
const ROW_MS = isFull ? 600_000 : 120_000;
/** What a crash may cost (issue 4 of the project: at most 64 MiB), with headers and block signatures. */
const MOST_AGAIN_BYTES = 64 * 2 ** 20 + 1e6;
const CUT_MS = 20_000;
const DAY_MS = 86_400_000;
const QUOTA_BYTES = 1e6;
/**
 * Chromium grants a file room ahead: twice as much as it has, or from 128 MiB on the next 128. With these sizes some of
 * it is still to be asked for at each of the moments.
 */
const QUOTA_SHARE_BYTES = isFull ? 552e6 : 56e6;
const TOLD_MS = 30_000;
const STRAIGHT: Conditions = { delayMs: 0, lossPercent: 0, rateMbit: 0 };

const rows: string[][] = [];
let folder: string;
let server: Server;
let scene: Scene | undefined;

beforeAll(async () => {
  server = await startServer({}, { isUnlimited: true });
}, 60_000);
afterAll(async () => {
  await server?.stop();
  const head = ['fault', 'at', 'bytes lost', 'fetched again', 'longest still', 'hash'];
  console.log(
    `\nFaults in the middle of ${BYTES / 1e6} MB\n\n${[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`,
  );
});
afterEach(async () => {
  await scene?.close();
  scene = undefined;
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function setUp(options: Partial<SceneOptions> = {}): Promise<Scene> {
  folder = await mkdtemp(join(tmpdir(), 'beamline-faults-'));
  scene = new Scene({ origin: server.origin, folder, bytes: BYTES, ...options });
  return scene;
}

/** Lets it happen at each moment, and holds the end to account. */
function testFault(
  name: string,
  fault: (scene: Scene) => Promise<void>,
  options: () => Partial<SceneOptions> = () => ({}),
): void {
  test.each(PERCENTS)(
    `${name}, at %i per cent`,
    async (percent) => {
      rows.push([name, `${percent} %`, '?', '?', '?', 'not through']);
      const row = rows.at(-1)!;
      const scene = await setUp(options());
      await scene.begin(percent);
      await fault(scene);
      const { isEqual, againBytes, stillMs } = await scene.end();
      row.splice(
        2,
        4,
        isEqual ? '0' : 'some',
        `${(againBytes / 1e6).toFixed(1)} MB`,
        `${(stillMs / 1000).toFixed(1)} s`,
        isEqual ? 'equal' : 'differs',
      );
      expect(isEqual).toBe(true);
      expect(againBytes).toBeLessThanOrEqual(MOST_AGAIN_BYTES);
    },
    ROW_MS,
  );
}

const chromium = (person: Scene['sender']): ChromiumPerson => person as ChromiumPerson;

// --- pages and browsers --------------------------------------------------------------------------------------------

async function reloadReceiver(scene: Scene): Promise<void> {
  await scene.keepCount();
  await scene.receiver.reload();
  await scene.receiver.waitForStatus('Ready', TOLD_MS);
  scene.save();
}

async function reloadSender(scene: Scene): Promise<void> {
  await scene.sender.reload();
  await scene.sender.waitForStatus('Paused After a reload', TOLD_MS);
  await scene.sender.chooseFilesAgain(scene.path);
}

const continueShare = (person: ChromiumPerson): Promise<void> =>
  person.page.getByRole('button', { name: /^Continue: .*share\.bin/ }).click();

testFault('receiver reload', reloadReceiver);
testFault('receiver reload, Firefox', reloadReceiver, () => ({
  launch: (side, folder) => launchFirefox(side, folder, 'receiver'),
}));
testFault('receiver SIGKILL', async (scene) => {
  await scene.keepCount();
  await scene.receiver.kill();
  const receiver = chromium(await scene.launch('receiver'));
  await receiver.open(scene.origin);
  await continueShare(receiver);
  await receiver.waitForStatus('Ready', TOLD_MS);
  scene.save();
});
testFault('sender reload', reloadSender);
testFault('sender reload, Firefox', reloadSender, () => ({
  launch: (side, folder) => launchFirefox(side, folder, 'sender'),
}));
testFault('sender SIGKILL', async (scene) => {
  await scene.sender.kill();
  const sender = chromium(await scene.launch('sender'));
  await sender.open(scene.origin);
  await continueShare(sender);
  await sender.waitForStatus('Paused', TOLD_MS);
  await sender.chooseFilesAgain(scene.path);
});

// --- server and service worker -------------------------------------------------------------------------------------

/**
 * After ten seconds without a message the platform does it by itself: somebody has to come to the door for it to happen
 * now.
 */
async function evict(sender: AnyPerson, webSockets: 'hibernate' | 'close'): Promise<void> {
  const visitor = await RoomClient.join(server.origin, roomIdOf(sender));
  await server.evictRoom(roomIdOf(sender), webSockets);
  visitor.close();
}

testFault('room object evicted', ({ sender }) => evict(sender, 'hibernate'));
testFault('room socket cut', ({ sender }) => evict(sender, 'close'));

describe('a deploy', () => {
  let front: BlockingProxy;
  beforeAll(async () => {
    front = await startBlockingProxy('refuse', server.origin);
  });
  afterAll(() => front?.stop());

  let version = 1;
  testFault(
    'update of the service worker',
    async ({ receiver }) => {
      version += 1;
      front.amend('/sw.js', `\n// Version ${version}.`);
      const state = await chromium(receiver).page.evaluate(async (limitMs) => {
        const registration = await navigator.serviceWorker.ready;
        // One that joins a check of the browser's own, begun before the new version was there, finds nothing (Service
        // Workers, Schedule Job).
        for (const deadlineMs = Date.now() + limitMs; Date.now() < deadlineMs;) {
          const { installing, waiting } = await registration.update();
          const later = installing ?? waiting;
          if (later === null) continue;
          if (later.state === 'installing')
            await new Promise((resolve) => later.addEventListener('statechange', resolve, { once: true }));
          return later.state;
        }
        return 'not found';
      }, TOLD_MS);
      expect(state, 'the later version waits').toBe('installed');
    },
    () => ({
      origin: front.origin,
      // The page asks for its service worker after three seconds: on a quick machine that was after the fault, and
      // there was nothing to update.
      onReady: (receiver) => chromium(receiver).page.evaluate(() => navigator.serviceWorker.ready.then(() => {})),
    }),
  );
});

// --- disk and data -------------------------------------------------------------------------------------------------

testFault(
  'quota exhausted',
  async ({ receiver, origin }) => {
    const { context, page } = chromium(receiver);
    const cdp = await context.newCDPSession(page);
    await receiver.click('button', 'Pause');
    await receiver.waitForStatus('Paused', TOLD_MS);
    const usedBytes = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usedBytes + QUOTA_BYTES });
    await receiver.click('button', 'Resume');
    const said = await receiver.waitForStatus('Paused The disk is full', TOLD_MS);
    await expect
      .poll(() => receiver.status(), { timeout: TOLD_MS })
      .toMatch(/\d.* are still to come, and this browser has \d/);
    expect(said).toContain('Paused');
    await cdp.send('Storage.overrideQuotaForOrigin', { origin });
  },
  () => ({ bytes: QUOTA_SHARE_BYTES }),
);

testFault('bit flipped on the way', async ({ sender }) => {
  await chromium(sender).page.evaluate(() => (globalThis.spoilNext = true));
});

testFault('clocks changed, a day apart each way', async (scene) => {
  for (const [side, byMs] of [
    ['sender', -DAY_MS],
    ['receiver', DAY_MS],
  ] as const satisfies readonly (readonly [Side, number])[]) {
    await chromium(scene[side]).page.evaluate((byMs) => {
      const real = Date.now.bind(Date);
      Date.now = () => real() + byMs;
    }, byMs);
  }
});

test.each(PERCENTS)(
  'file changed, at %i per cent: refused by its name',
  async (percent) => {
    const scene = await setUp();
    await scene.begin(percent);
    await appendFile(scene.path, 'more');
    const told = await Promise.all(
      [scene.sender, scene.receiver].map((person) => person.waitForStatus('Failed', TOLD_MS)),
    );
    rows.push(['file changed', `${percent} %`, 'refused', '–', '–', 'refused by name']);
    expect(told[0]).toContain('share.bin');
    expect(told[1]).toMatch(/changed/);
  },
  ROW_MS,
);

// --- networks ------------------------------------------------------------------------------------------------------

const NETWORKS: readonly (readonly [
  name: string,
  nat: Nat,
  fault: (lab: Lab, cut: () => void, restore: () => void) => Promise<void>,
])[] = [
  [
    '20 s network cut',
    'open',
    async (_, cut, restore) => {
      cut();
      await sleep(CUT_MS);
      restore();
    },
  ],
  [
    'relay restarted',
    'symmetric',
    async (lab) => {
      await lab.relay.stop();
      await lab.relay.start();
    },
  ],
];

describe.each(NETWORKS)('%s', (name, nat, fault) => {
  let lab: Lab;
  let sites: readonly [Site, Site];
  beforeAll(async () => {
    lab = await Lab.open();
    sites = [await lab.network.addSite(nat, STRAIGHT), await lab.network.addSite(nat, STRAIGHT)];
  }, 60_000);
  afterAll(() => lab?.close());

  const launch = async (side: Side): Promise<ChromiumPerson> =>
    lab.person(await sites[side === 'sender' ? 0 : 1].addPeer());
  testFault(
    name,
    () =>
      fault(
        lab,
        () => sites[1].cut(),
        () => sites[1].restore(),
      ),
    () => ({ origin: ORIGIN, launch }),
  );
});
