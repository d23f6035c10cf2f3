import { describe, expect, test } from 'vitest';

import { CHUNK_BYTES, LEAST_PIECE_BYTES, PIECE_BYTES } from '../../../../src/protocol/limits.ts';
import { MOST_COMPRESSION_RATIO } from '../../../../src/transfer/flow/compression-ratio.ts';
import {
  MOST_ALL_BYTES,
  NEAR_MOST_BYTES,
  NEAR_MS,
  NEAR_TARGET_MS,
  TARGET_MS,
} from '../../../../src/transfer/flow/flight.ts';
import { NEAR_LANES } from '../../../../src/transfer/flow/lane-count-search.ts';
import { RequestWindow } from '../../../../src/transfer/flow/window.ts';

interface Flow {
  /** From when it begins: what it takes for the idle path's round trip has the queue of those before it in it. */
  window: RequestWindow;
  readonly lanes: number[];
  /** When it begins. */
  readonly fromMs: number;
  /** Over the second half. */
  bytes: number;
  queueMs: number;
  answers: number;
}

/**
 * A path of one queue: bytes per ms, a delay each way, and a queue that grows with what is asked for beyond that. Each
 * flow has its window, its lanes and, with several on a path that is not near, its probes; answers wait `laneMs` for
 * their lane. Runs for `ms` and tells goodput and queueing delay over the second half.
 */
function run({
  bytesPerMs,
  roundTripMs,
  ms,
  lanes = 1,
  starts = [0],
  laneMs = 0,
}: Readonly<{
  bytesPerMs: number;
  roundTripMs: number;
  ms: number;
  lanes?: number;
  starts?: readonly number[];
  laneMs?: number;
}>) {
  const flows = starts.map((fromMs): Flow => ({
    window: new RequestWindow(),
    lanes: Array.from({ length: lanes }, () => 0),
    fromMs,
    bytes: 0,
    queueMs: 0,
    answers: 0,
  }));
  const isProbed = lanes > 1 && roundTripMs >= NEAR_MS;
  const asked: { flow: Flow; lane: number; askedMs: number; bytes: number }[] = [];
  const pieces: ((typeof asked)[number] & { arrivesMs: number })[] = [];
  const probes: { flow: Flow; sentMs: number }[] = [];
  const echoes: { flow: Flow; sentMs: number; arrivesMs: number }[] = [];
  let linkFreeMs = 0;
  let mostBytes = 0;
  for (let now = 0; now < ms; now += 0.25) {
    while (pieces[0] !== undefined && pieces[0].arrivesMs <= now) {
      const { flow, lane, bytes, askedMs } = pieces.shift()!;
      flow.window.onArrived(bytes, bytes, now);
      flow.lanes[lane]! -= bytes;
      flow.window.onAnswered(now - askedMs);
      if (now > ms / 2) {
        flow.bytes += bytes;
        flow.queueMs += now - askedMs - roundTripMs;
        flow.answers += 1;
      }
    }
    while (asked[0] !== undefined && asked[0].askedMs + roundTripMs / 2 + laneMs <= now) {
      const piece = asked.shift()!;
      linkFreeMs = Math.max(linkFreeMs, now) + piece.bytes / bytesPerMs;
      pieces.push({ ...piece, arrivesMs: linkFreeMs + roundTripMs / 2 });
    }
    while (probes[0] !== undefined && probes[0].sentMs + roundTripMs / 2 <= now) {
      echoes.push({ ...probes.shift()!, arrivesMs: Math.max(linkFreeMs, now) + roundTripMs / 2 });
    }
    while (echoes[0] !== undefined && echoes[0].arrivesMs <= now) {
      const { flow, sentMs } = echoes.shift()!;
      flow.window.onRoundTrip(now - sentMs, now);
    }
    for (const flow of flows.filter(({ fromMs }) => fromMs <= now)) {
      if (flow.fromMs === now) {
        flow.window = new RequestWindow(roundTripMs + Math.max(0, linkFreeMs - now));
        flow.window.setLanes(lanes);
      }
      const { window, lanes: underWay } = flow;
      if (isProbed && now % 10 === 0) probes.push({ flow, sentMs: now });
      for (;;) {
        const lane = underWay.indexOf(Math.min(...underWay));
        const bytes = window.pieceBytes(underWay[lane]!);
        if (bytes === 0) break;
        window.onAsked(bytes);
        underWay[lane]! += bytes;
        asked.push({ flow, lane, askedMs: now, bytes });
      }
      mostBytes = Math.max(mostBytes, window.underWayBytes);
    }
  }
  const shares = flows.map(({ bytes }) => bytes / (ms / 2) / bytesPerMs);
  return {
    shares,
    share: shares.reduce((sum, each) => sum + each, 0),
    queueMs: flows[0]!.queueMs / flows[0]!.answers,
    mostBytes,
    window: flows[0]!.window,
  };
}

describe('the window keeps a path full and its queue short', () => {
  test.each([
    { mbit: 10, roundTripMs: 30, lanes: 1 },
    { mbit: 20, roundTripMs: 30, lanes: 4 },
    { mbit: 100, roundTripMs: 10, lanes: 8 },
    { mbit: 100, roundTripMs: 50, lanes: 1 },
    { mbit: 100, roundTripMs: 50, lanes: 16 },
    { mbit: 100, roundTripMs: 150, lanes: 8 },
    { mbit: 1000, roundTripMs: 2, lanes: NEAR_LANES },
  ])('$mbit Mbit/s, $roundTripMs ms, $lanes lanes', ({ mbit, roundTripMs, lanes }) => {
    const bytesPerMs = mbit * 125;
    const { share, queueMs } = run({ bytesPerMs, roundTripMs, ms: 20_000, lanes });
    expect(share).toBeGreaterThan(0.9);
    // Pieces' own time on the wire counts as queueing here: a slow line shows more of it.
    const pieceMs = (3 * 16 * 1024) / bytesPerMs;
    expect(queueMs).toBeLessThan((roundTripMs < NEAR_MS ? NEAR_TARGET_MS : TARGET_MS) * 2 + pieceMs);
  });

  test('on a near path it overruns no socket', () => {
    const { mostBytes } = run({ bytesPerMs: 1e6, roundTripMs: 1, ms: 2_000, lanes: NEAR_LANES });
    expect(mostBytes).toBeLessThanOrEqual(NEAR_MOST_BYTES * NEAR_LANES);
  });

  test('what is asked for first is small, and the next makes a whole piece of it', () => {
    const window = new RequestWindow(1);
    const ask = (): number => {
      const bytes = window.pieceBytes(window.underWayBytes);
      window.onAsked(bytes);
      return bytes;
    };
    const [first, second] = [ask(), ask()];
    window.onArrived(first);
    window.onArrived(second);
    const third = ask();
    expect(first).toBe(LEAST_PIECE_BYTES);
    expect(third).toBeGreaterThan(LEAST_PIECE_BYTES);
    expect(first + second).toBe(third);
  });

  test('a path that turns out to be near is not left with what its queue allowed while it seemed far', () => {
    const window = new RequestWindow(NEAR_MS + 1);
    window.setLanes(NEAR_LANES);
    for (let nowMs = 0; nowMs < 5000; nowMs += 20) window.onRoundTrip(NEAR_MS + 1 + 5 * TARGET_MS, nowMs);
    const farBytes = window.bytes;
    expect(farBytes).toBeLessThan(NEAR_MOST_BYTES);
    window.onRoundTrip(NEAR_MS / 2, 5000);
    expect(window.bytes).toBe(NEAR_MOST_BYTES * NEAR_LANES);
  });

  test('on a near path as much more is asked for as comes compressed, until it does not', () => {
    const window = new RequestWindow(1);
    const answer = (bytes: number, lineBytes: number): void => {
      window.onAsked(bytes);
      window.onArrived(bytes, lineBytes);
      window.onAnswered(1);
    };
    const piece = (): number => window.pieceBytes(0);
    answer(CHUNK_BYTES, CHUNK_BYTES);
    const plain = { piece: piece(), bytes: window.bytes };
    for (let chunk = 0; chunk < 200; chunk++) answer(CHUNK_BYTES, CHUNK_BYTES / 5);
    expect(window.bytes).toBeCloseTo(NEAR_MOST_BYTES * 5, -4);
    expect(piece()).toBe(PIECE_BYTES);
    for (let chunk = 0; chunk < 200; chunk++) answer(CHUNK_BYTES, 10);
    expect(window.bytes).toBeCloseTo(NEAR_MOST_BYTES * MOST_COMPRESSION_RATIO, -4);
    for (let chunk = 0; chunk < 10; chunk++) answer(CHUNK_BYTES, CHUNK_BYTES);
    expect(window.bytes).toBeLessThan(plain.bytes * 1.1);
    expect(piece()).toBe(plain.piece);
  });

  test('it never asks for more than its bound', () => {
    const { mostBytes } = run({ bytesPerMs: 1e6, roundTripMs: 500, ms: 20_000, lanes: 16 });
    expect(mostBytes).toBeLessThanOrEqual(MOST_ALL_BYTES * 1.1);
  });

  test('a path that becomes slow shrinks it, to its floor and no further', () => {
    const window = new RequestWindow();
    for (let round = 0; round < 100; round++) {
      window.onAsked(1000);
      window.onArrived(1000);
      window.onAnswered(round < 5 ? 1 : 10_000);
    }
    expect(window.bytes).toBeGreaterThanOrEqual(LEAST_PIECE_BYTES);
    expect(window.bytes).toBeLessThanOrEqual(NEAR_MOST_BYTES);
  });

  test.each([
    { mbit: 100, roundTripMs: 50, laneMs: 0 },
    { mbit: 20, roundTripMs: 30, laneMs: 0 },
    { mbit: 20, roundTripMs: 30, laneMs: 50 },
  ])(
    'two shares on one line of $mbit Mbit/s and $roundTripMs ms, $laneMs more in lanes, split it within 40:60',
    ({ mbit, roundTripMs, laneMs }) => {
      const { shares, share } = run({
        bytesPerMs: mbit * 125,
        roundTripMs,
        ms: 40_000,
        lanes: 4,
        starts: [0, 5000],
        laneMs,
      });
      expect(share).toBeGreaterThan(0.9);
      for (const each of shares) expect(each / share).toBeGreaterThan(0.4);
    },
  );
});
