/**
 * Receivers who have the link and break the rules: a sender drops them, holds no more for them than its bounds, and
 * serves the others.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { isUnreached } from '../../../src/protocol/errors.ts';
import {
  BLOCK_BYTES,
  CHUNK_BYTES,
  CONTROL_BURST,
  GREETING_BURST,
  LANE_BURST,
  LANES_PER_SECOND,
  LEAST_PIECE_BYTES,
  MAX_CANDIDATES,
  MAX_CONTROL_CHARS,
  MAX_EARLY_REQUESTS,
  MAX_LANES,
  MAX_READS_AT_ONCE,
  MAX_REQUESTED_BYTES,
  MAX_REQUESTS,
  MAX_SPARE_READS,
  PIECE_BYTES,
} from '../../../src/protocol/limits.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { Intruder } from './intruder.ts';
import { closeAll, is, randomFile, ready, seen, sha256, startReceiver, startSenderOf, type Sender } from './people.ts';
import { WatchedSource } from './watched-source.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  closeAll();
});

const FLOOD_MS = 5000;

const dropped = ({ share }: Sender): Promise<SendView> =>
  seen<SendView>(share, ({ receivers }) => receivers.some(({ error }) => error === 'peer-misbehaved'));

/** Somebody honest takes the share while others do as they like. */
async function delivers(sender: Sender, file: File): Promise<void> {
  const receiver = startReceiver(sender.token);
  await ready(receiver);
  receiver.share.accept('download');
  const [saved] = await receiver.saved;
  expect(saved && (await sha256(saved.blob))).toBe(await sha256(file));
}

async function shareOf(blocks: number): Promise<{ sender: Sender; source: WatchedSource; file: File }> {
  const block = randomFile('block', BLOCK_BYTES);
  const file = new File(
    Array.from({ length: blocks }, () => block),
    'share.bin',
  ); // in memory once
  const source = new WatchedSource([{ path: file.name, file }]);
  return { sender: await startSenderOf(source), source, file };
}

describe('a receiver that asks for too much', () => {
  test('D8b: requests for a byte, as many as the channel takes in five seconds', async () => {
    const { sender, source, file } = await shareOf(4);
    const intruder = await Intruder.connect(sender.token);
    const before = heapBytes();
    intruder.tell({ type: 'accept', bytes: 0 });
    await intruder.until(() => intruder.said.length > 1);
    const [asked] = await Promise.all([
      intruder.flood(() => intruder.ask({ block: 0, offset: 1, length: 1 }), FLOOD_MS),
      dropped(sender),
    ]);
    expect(asked).toBeGreaterThan(MAX_REQUESTS);
    expect(intruder.frames).toBeLessThanOrEqual(MAX_REQUESTS + 1);
    expect(source.reads).toBeLessThanOrEqual(2);
    expect(heapBytes() - before).toBeLessThan(64 * 2 ** 20);
    console.log(`${asked} requests taken by the channel, ${intruder.frames} answered`);
    await delivers(sender, file);
  }, 30_000);

  test('D8a: pieces all at once, and none taken off', async () => {
    const { sender, source } = await shareOf(100);
    const intruder = await Intruder.connect(sender.token);
    intruder.tell({ type: 'accept', bytes: 0 });
    const pieces = MAX_REQUESTED_BYTES / PIECE_BYTES + 20;
    for (let piece = 0; piece < pieces; piece++)
      intruder.ask({ block: 99 - (piece % 100), offset: 0, length: PIECE_BYTES });
    await dropped(sender);
    expect(source.mostAtOnce).toBeLessThanOrEqual(3 * MAX_READS_AT_ONCE); // with those that read ahead
  });

  test('D8c: the last byte of every block: its sender does not read all of its disk for that', async () => {
    const { sender, source } = await shareOf(400);
    const intruder = await Intruder.connect(sender.token);
    intruder.tell({ type: 'accept', bytes: 0 });
    for (let block = 0; block < 400; block += 2) intruder.ask({ block, offset: BLOCK_BYTES - 1, length: 1 });
    await dropped(sender);
    expect(source.reads).toBeLessThanOrEqual(2 * (MAX_SPARE_READS + 4)); // each with the stretch behind it
  }, 30_000);

  test.each([
    ['far outside the share', { block: 0xffff_ffff, offset: 0, length: 1 }],
    ['past its end', { block: 3, offset: BLOCK_BYTES - 1, length: 2 }],
    ['for the block behind the last', { block: 4, offset: 0, length: LEAST_PIECE_BYTES }],
    ['for nothing', { block: 0, offset: 0, length: 0 }],
  ])('D8a: a request %s', async (_, piece) => {
    const { sender, source, file } = await shareOf(4);
    const intruder = await Intruder.connect(sender.token);
    intruder.tell({ type: 'accept', bytes: 0 });
    await seen<SendView>(sender.share, is('sending'));
    intruder.ask(piece);
    await dropped(sender);
    expect(source.reads).toBe(0);
    await delivers(sender, file);
  });

  test('C3a: requests before it has accepted', async () => {
    const { sender, source } = await shareOf(1);
    const intruder = await Intruder.connect(sender.token);
    for (let request = 0; request <= MAX_EARLY_REQUESTS; request++) intruder.ask({ block: 0, offset: 0, length: 1 });
    await dropped(sender);
    expect(source.reads).toBe(0);
  });

  test('C3a: an accept that a lost packet held up: what was asked for before it is served', async () => {
    const { sender } = await shareOf(1);
    const intruder = await Intruder.connect(sender.token);
    for (let offset = 0; offset < BLOCK_BYTES; offset += PIECE_BYTES)
      intruder.ask({ block: 0, offset, length: PIECE_BYTES });
    await intruder.flood(() => true, 200); // they are there
    intruder.tell({ type: 'accept', bytes: 0 });
    await intruder.until(() => intruder.frames === 1 + BLOCK_BYTES / CHUNK_BYTES);
    expect(sender.share.view.status).toBe('sending');
  });

  test('C3b, D8d: accept without end, each with a request for another block: few are read at once', async () => {
    const { sender, source } = await shareOf(200);
    const intruder = await Intruder.connect(sender.token);
    let block = 0;
    const times = await intruder.flood(
      () =>
        intruder.tell({ type: 'accept', bytes: 0 }) &&
        intruder.ask({ block: (block = (block + 5) % 200), offset: 0, length: 1 }),
      1500,
    );
    await dropped(sender);
    expect(times).toBeGreaterThan(100);
    expect(source.mostAtOnce).toBeLessThanOrEqual(3 * MAX_READS_AT_ONCE); // with those that read ahead
    expect(source.reads).toBeLessThanOrEqual(2 * (MAX_SPARE_READS + 4)); // each with the stretch behind it
  }, 30_000);
});

describe('a receiver that talks too much', () => {
  test('C1b: control messages without end', async () => {
    const { sender, file } = await shareOf(2);
    const intruder = await Intruder.connect(sender.token);
    const [told] = await Promise.all([
      intruder.flood(() => intruder.tell({ type: 'progress', bytes: 1 }), FLOOD_MS),
      dropped(sender),
    ]);
    expect(told).toBeGreaterThan(CONTROL_BURST);
    await delivers(sender, file);
  }, 30_000);

  test('C1a: one that is huge', async () => {
    const { sender } = await shareOf(1);
    (await Intruder.connect(sender.token)).tell({ type: 'saving', padding: 'x'.repeat(3 * MAX_CONTROL_CHARS) });
    await dropped(sender);
  });

  test.each([
    ['what only senders say', { type: 'page', page: 0, text: '[]' }],
    ['a service that is no text', { service: 1, type: 'progress', bytes: 0 }],
    ['a receipt for another share', { type: 'receipt', bytes: BLOCK_BYTES, sha256: 'a'.repeat(43) }],
    ['2^60 bytes of progress', { type: 'progress', bytes: 2 ** 60 }],
    ['a page that there is not', { type: 'pages', first: 5, count: 1 }],
    ['the first page again', { type: 'pages', first: 0, count: 1 }],
  ])('C1a, C6, M4b: %s', async (_, message) => {
    const { sender } = await shareOf(1);
    (await Intruder.connect(sender.token)).tell(message);
    await dropped(sender);
    expect(sender.share.view.receivers).toMatchObject([{ status: 'failed', error: 'peer-misbehaved' }]);
  });

  test('V6: messages and services that nobody knows are ignored, and the files are served', async () => {
    const { sender } = await shareOf(1);
    const intruder = await Intruder.connect(sender.token);
    for (const message of [
      { type: 'constructor' },
      { type: 'applause', loudness: 11 },
      { service: 'theatre', type: 'accept' },
      { service: 'constructor', type: 'accept' },
      { service: '', type: 'applause' },
    ])
      intruder.tell(message);
    intruder.tell({ type: 'accept', bytes: 0 });
    intruder.ask({ block: 0, offset: 0, length: LEAST_PIECE_BYTES });
    await intruder.until(() => intruder.frames > 1);
    expect(sender.share.view.receivers).toMatchObject([{ status: 'sending', error: undefined }]);
  });

  test('M4b: every page at once, of a list of 100,000 files: no more waits in memory than its bound', async () => {
    const file = new File(['x'], 'x');
    const source = new WatchedSource(
      Array.from({ length: 100_000 }, (_, index) => ({ path: `${'folder'.repeat(10)}/${index}`, file })),
    );
    const sender = await startSenderOf(source);
    const intruder = await Intruder.connect(sender.token);
    const head = intruder.said.find((message) => message.type === 'manifest')?.head ?? expect.fail();
    for (let first = 1; first + 16 <= head.pages; first += 16) intruder.tell({ type: 'pages', first, count: 16 });
    await dropped(sender);
  }, 30_000);

  test('D1: garbage, and what only senders send', async () => {
    for (const bytes of [
      new Uint8Array(13),
      crypto.getRandomValues(new Uint8Array(200)),
      Uint8Array.from([3, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
    ]) {
      const { sender } = await shareOf(1);
      const intruder = await Intruder.connect(sender.token);
      intruder.tell({ type: 'accept', bytes: 0 });
      intruder.frame(bytes);
      await dropped(sender);
    }
  });

  test('who was dropped is not served again', async () => {
    const { sender } = await shareOf(1);
    const intruder = await Intruder.connect(sender.token);
    intruder.tell({ type: 'progress' });
    await dropped(sender);
    const { offers } = intruder;
    intruder.greet();
    const other = await Intruder.connect(sender.token); // answered after it
    expect(other.offers).toBe(1);
    expect(intruder.offers).toBe(offers);
  });
});

describe('a peer that floods the room', () => {
  test('S5b: greetings without end: each is a connection, and few are made', async () => {
    const { sender, file } = await shareOf(2);
    const intruder = await Intruder.join(sender.token, { isSilent: true });
    const startMs = performance.now();
    for (let greeting = 0; greeting < 300; greeting++) intruder.greet();
    await delivers(sender, file);
    const seconds = (performance.now() - startMs) / 1000;
    expect(intruder.offers).toBeGreaterThan(0);
    expect(intruder.offers).toBeLessThanOrEqual(GREETING_BURST + seconds + 1);
    expect(sender.share.view.receivers).toHaveLength(2);
  });

  test('S7b: candidates and descriptions without end', async () => {
    const { sender, file } = await shareOf(2);
    const intruder = await Intruder.connect(sender.token);
    const link = 'abcdefghijk';
    const candidate = {
      candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host',
      sdpMid: '0',
      sdpMLineIndex: 0,
      usernameFragment: null,
    };
    for (let index = 0; index < 4 * MAX_CANDIDATES; index++)
      intruder.say({ type: 'candidate', link, lane: 0, candidate });
    for (let index = 0; index < 20; index++)
      intruder.say({ type: 'description', link, lane: 0, kind: 'answer', sdp: `v=0\r\n${'x'.repeat(10_000)}` });
    await delivers(sender, file);
  });
});

test('L1b: lanes without end, made and given up again: each is a connection, and few are made', async () => {
  const { sender, file } = await shareOf(2);
  const intruder = await Intruder.connect(sender.token);
  let made = 0;
  const Connection = RTCPeerConnection;
  vi.stubGlobal('RTCPeerConnection', function counted(config: RTCConfiguration) {
    made += 1;
    return new Connection(config);
  });
  const startMs = performance.now();
  for (let round = 0; round < 100; round++) {
    intruder.wantLanes(MAX_LANES);
    intruder.wantLanes(1);
  }
  intruder.wantLanes(MAX_LANES);
  await delivers(sender, file);
  const seconds = (performance.now() - startMs) / 1000;
  expect(made).toBeGreaterThan(2);
  // At both ends: the intruder runs here, too, and is held to the same. And the two of the honest receiver's link.
  expect(made).toBeLessThanOrEqual(2 * (LANE_BURST + LANES_PER_SECOND * (seconds + 1)) + 2 * MAX_LANES);
});

describe('a receiver that falls silent', () => {
  /** As if so much time had passed, in steps, so that what it sets off can happen. */
  const pass = async (ms: number): Promise<void> => {
    for (let step = 0; step < 10; step++) await vi.advanceTimersByTimeAsync(ms / 10);
  };

  test('after its greeting: it is given up in half a minute, and its sender waits for others', async () => {
    const { sender, file } = await shareOf(1);
    const intruder = await Intruder.join(sender.token, { isSilent: true });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    intruder.greet();
    await intruder.until(() => intruder.offers === 1);
    await pass(31_000);
    vi.useRealTimers();
    expect(sender.share.view.receivers).toMatchObject([{ status: 'failed' }]);
    expect(isUnreached(sender.share.view.receivers[0]?.error ?? 'internal')).toBe(true);
    await delivers(sender, file);
  });

  test('after it has accepted: the others are served', async () => {
    const { sender, file } = await shareOf(8);
    const intruder = await Intruder.connect(sender.token);
    intruder.tell({ type: 'accept', bytes: 0 });
    for (let block = 0; block < 8; block++) intruder.ask({ block, offset: 0, length: PIECE_BYTES });
    await delivers(sender, file);
    expect(sender.share.view.status).toBe('sending'); // it is still there, with nothing to show
  });
});

test('others are not slowed: what a flood costs its sender ends with its fault, whatever it goes on to send', async () => {
  const { sender, source, file } = await shareOf(16);
  const times: Record<'calm' | 'flooded', number[]> = { calm: [], flooded: [] };
  const measured = async (kind: 'calm' | 'flooded'): Promise<void> => {
    const startMs = performance.now();
    await delivers(sender, file);
    times[kind].push(performance.now() - startMs);
  };
  await measured('calm');
  const readsBefore = source.reads;
  const intruder = await Intruder.connect(sender.token);
  intruder.tell({ type: 'accept', bytes: 0 });
  await intruder.flood(() => intruder.ask({ block: 0, offset: 0, length: 1 }), 1500);
  await measured('flooded');
  // All of the share for the honest one, four blocks a read, and next to nothing for the other.
  expect(source.reads - readsBefore).toBeLessThanOrEqual(2 * (16 / 4) + 4);
  expect(intruder.frames).toBeLessThanOrEqual(2 * MAX_REQUESTS);
  console.log(`16 MiB, ms: ${JSON.stringify(times)}`);
}, 60_000);

/** Chromium's own count; files and messages on their way are in it as far as the page holds them. */
const heapBytes = (): number =>
  (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize;
