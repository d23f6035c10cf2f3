import { describe, expect, test } from 'vitest';

import { LEAST_PIECE_BYTES, PIECE_BYTES } from '../../../src/protocol/limits.ts';
import { NEAR_LANES } from '../../../src/transfer/lane-count.ts';
import { LEAST_BYTES, MOST_BYTES, NEAR_MOST_BYTES, NEAR_MS, NEAR_TARGET_MS, RequestWindow, TARGET_MS } from '../../../src/transfer/window.ts';

/**
 * A path of one queue: bytes per ms, a delay each way, and a queue that grows with what is asked for beyond that. Each lane
 * has its window. Runs for `ms` and tells the goodput and the queueing delay over the second half.
 */
function run({ bytesPerMs, roundTripMs, ms, lanes = 1 }: { bytesPerMs: number; roundTripMs: number; ms: number; lanes?: number }) {
  const windows = Array.from({ length: lanes }, () => new RequestWindow(roundTripMs));
  const pieces: { window: RequestWindow; askedMs: number; bytes: number; arrivesMs: number }[] = [];
  const half = { bytes: 0, queueMs: 0, pieces: 0 };
  let linkFreeMs = 0;
  let mostBytes = 0;
  for (let now = 0; now < ms; now += 0.25) {
    while (pieces[0] !== undefined && pieces[0].arrivesMs <= now) {
      const { window, bytes, askedMs } = pieces.shift()!;
      window.onArrived(bytes);
      window.onAnswered(now - askedMs);
      if (now > ms / 2) {
        half.bytes += bytes;
        half.queueMs += now - askedMs - roundTripMs;
        half.pieces += 1;
      }
    }
    for (const window of windows) {
      const bytes = Math.min(PIECE_BYTES, Math.max(LEAST_PIECE_BYTES, Math.floor(window.bytes / 3 / LEAST_PIECE_BYTES) * LEAST_PIECE_BYTES));
      while (window.freeBytes >= bytes / 2) {
        window.onAsked(bytes);
        linkFreeMs = Math.max(linkFreeMs, now + roundTripMs / 2) + bytes / bytesPerMs;
        pieces.push({ window, askedMs: now, bytes, arrivesMs: linkFreeMs + roundTripMs / 2 });
      }
      mostBytes = Math.max(mostBytes, window.underWayBytes);
    }
  }
  return { share: half.bytes / (ms / 2) / bytesPerMs, queueMs: half.queueMs / half.pieces, mostBytes };
}

describe('the window keeps a path full and its queue short', () => {
  test.each([
    { mbit: 10, roundTripMs: 30 },
    { mbit: 100, roundTripMs: 10 },
    { mbit: 100, roundTripMs: 50 },
    { mbit: 100, roundTripMs: 150 },
    { mbit: 1000, roundTripMs: 2 },
  ])('$mbit Mbit/s, $roundTripMs ms', ({ mbit, roundTripMs }) => {
    const lanes = roundTripMs < NEAR_MS ? NEAR_LANES : 1;
    const { share, queueMs } = run({ bytesPerMs: mbit * 125, roundTripMs, ms: 20_000, lanes });
    expect(share).toBeGreaterThan(0.9);
    // Pieces' own time on the wire counts as queueing here: a slow line shows more of it.
    expect(queueMs).toBeLessThan((roundTripMs < NEAR_MS ? NEAR_TARGET_MS : TARGET_MS) * 2 + (2 * LEAST_PIECE_BYTES) / (mbit * 125));
  });

  test('on a near path it overruns no socket', () => {
    const { mostBytes } = run({ bytesPerMs: 1e6, roundTripMs: 1, ms: 2_000, lanes: NEAR_LANES });
    expect(mostBytes).toBeLessThanOrEqual(NEAR_MOST_BYTES);
  });

  test('it never asks for more than its bound', () => {
    const { mostBytes } = run({ bytesPerMs: 1e6, roundTripMs: 500, ms: 20_000 });
    expect(mostBytes).toBeLessThanOrEqual(MOST_BYTES * 1.1);
  });

  test('a path that becomes slow shrinks it, to its floor and no further', () => {
    const window = new RequestWindow();
    for (let round = 0; round < 100; round++) {
      window.onAsked(1000);
      window.onArrived(1000);
      window.onAnswered(round < 5 ? 1 : 10_000);
    }
    expect(window.bytes).toBe(LEAST_BYTES);
  });
});
