/**
 * Chromium makes 500 RTCPeerConnections in a process, closed ones included until they are collected:
 * src/connection/connections.ts.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { connections } from '../platform.ts';
import { MAX_LANES, MAX_LOOKING_WITH_LANES } from '../../../src/protocol/limits.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { closeEnds, connect, opened } from '../connection/ends.ts';
import { Intruder } from './intruder.ts';
import { closeAll, is, randomFile, ready, seen, sha256, startReceiver, startSender, type Sender } from './people.ts';

/** Visitors come by the hundred: what bounds them otherwise has tests of its own. */
vi.mock('../../../src/protocol/limits.ts', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  GREETING_BURST: 200,
}));

const FILE = randomFile('file.bin', 100_000);

const Connection = RTCPeerConnection;
let made = 0;
/** Whether the browser makes the one of this number. */
let isMade = (_number: number): boolean => true;

beforeEach(() => {
  made = 0;
  isMade = () => true;
  vi.stubGlobal('RTCPeerConnection', function counted(config: RTCConfiguration) {
    if (!isMade(made + 1)) throw new DOMException('Cannot create so many PeerConnections', 'UnknownError');
    made += 1;
    return new Connection(config);
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  closeEnds();
  closeAll();
});

async function delivers({ token }: Sender): Promise<void> {
  const receiver = startReceiver(token);
  await ready(receiver);
  receiver.share.accept('download');
  const [saved] = await receiver.saved;
  expect(saved && (await sha256(saved.blob))).toBe(await sha256(FILE));
}

test('after 1,200 connections in one page, by lanes and by visitors, the next one is served', async () => {
  const count = (): number => made;
  for (let round = 0; round < 40 && count() < 600; round++) {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    answerer.link.wantLanes(MAX_LANES);
    answerer.link.sendControl({ type: 'saving' });
    await offerer.until(() => offerer.texts.length === 1);
    await answerer.until(() => answerer.lanes.size >= offerer.link.laneCount - 1);
    closeEnds();
  }
  const sender = await startSender(FILE);
  for (let round = 0; round < 12 && count() < 1200; round++) {
    const visitor = await Intruder.join(sender.token, { isSilent: true });
    const before = made;
    for (let greeting = 0; greeting < 100; greeting++) {
      visitor.greet();
      await vi
        .waitUntil(() => made > before + greeting, { timeout: 5000, interval: 1 })
        .catch(() =>
          expect({
            round,
            greeting,
            made,
            before,
            greeted: visitor.offers,
            peers: visitor.peers.length,
            away: sender.share.view.status,
          }).toBeUndefined(),
        );
    }
    visitor.leave();
  }
  // So many offers have used up what the sender may say in the room: it comes back by the second (R10).
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await delivers(sender);
  expect(made).toBeGreaterThan(1200);
  expect(connections.existing).toBeLessThan(500);
}, 120_000);

describe('when the browser makes no more', () => {
  test('a newcomer is told, so is the sender, and the share goes on', async () => {
    const sender = await startSender(FILE);
    await Intruder.join(sender.token); // the sender is in the room
    isMade = () => false;
    const receiver = startReceiver(sender.token);
    expect((await seen<ReceiveView>(receiver.share, is('failed'))).error?.code).toBe('connections-many');
    expect(sender.share.view).toMatchObject({ error: undefined, isOpen: true, remarks: ['connections-many'] });
    isMade = () => true;
    await delivers(sender);
    expect(sender.share.view.remarks).toEqual([]);
  });

  test('a receiver that can make none itself asks again, and gets it when it can', async () => {
    const sender = await startSender(FILE);
    const isFirstAnswer = vi.fn((number: number) => number !== 2); // the offerer's is the first
    isMade = isFirstAnswer;
    const receiver = startReceiver(sender.token);
    await vi.waitUntil(() => isFirstAnswer.mock.results.some(({ value }) => value === false), { timeout: 10_000 });
    isMade = () => true;
    await seen<ReceiveView>(receiver.share, is('ready'));
    receiver.share.accept('download');
    await receiver.saved;
  });

  test('there are fewer lanes, and the link stays', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    isMade = () => false;
    answerer.link.wantLanes(MAX_LANES);
    answerer.link.sendControl({ type: 'saving' });
    await offerer.until(() => offerer.texts.length === 1);
    expect(offerer.states.at(-1)).toBe('open');
    expect(offerer.link.laneCount).toBe(1);
  });
});

test('who only looks has one lane when many do, and all of them when it takes the files', async () => {
  const sender = await startSender(FILE);
  const lookers: Intruder[] = [];
  for (let number = 0; number < MAX_LOOKING_WITH_LANES; number++) {
    const looker = await Intruder.connect(sender.token);
    looker.wantLanes(4);
    await looker.until(() => looker.lanes === 4);
    lookers.push(looker);
  }
  const last = await Intruder.connect(sender.token);
  last.wantLanes(4);
  for (const looker of lookers) await looker.until(() => looker.lanes === 1);
  expect(last.lanes).toBe(1);
  last.tell({ type: 'accept', bytes: 0 });
  await last.until(() => last.lanes === 4);
  await seen<SendView>(sender.share, ({ receivers }) => receivers.some(({ status }) => status === 'sending'));
});
