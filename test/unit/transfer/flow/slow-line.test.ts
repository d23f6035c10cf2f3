/**
 * The receive machine and its window over lines with small buffers: what comes, what is lost, and how long the queue
 * is.
 */
import { describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { Bitmap } from '../../../../src/transfer/exchange/bitmap.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../../src/transfer/exchange/receive-machine.ts';
import { seeded, Timeline } from './network.ts';
import { blockSignature } from '../exchange/pieces.ts';
import { Association, Line, type LineConditions } from './sctp.ts';

const LANES = 16;
/** In round trips. */
const LANE_OPENS = 6;
const PROBE_BYTES = 100;
const MANY_BLOCKS = 4096;
const LEAST_PROBE_MS = 10;
const MOST_PROBE_MS = 50;

/**
 * One share for so long; lanes are open at once or come later. Tells what came in bytes per ms, what of its packets was
 * lost in the queue, and how late a ping was on average.
 */
function run(conditions: LineConditions, { seconds = 20, isAhead = false, seed = 1 } = {}) {
  const time = new Timeline(seeded(seed));
  const line = new Line(time, conditions);
  const { mbit, roundTripMs } = conditions;
  const machine = new ReceiveMachine(MANY_BLOCKS * BLOCK_BYTES, new Bitmap(MANY_BLOCKS));
  const lanes = new Map(Array.from({ length: LANES }, (_, lane) => [`p/${lane}`, new Association(line)]));
  const proven = new Set<number>();
  const pings: number[] = [];
  let bytes = 0;
  const perform = (effects: readonly ReceiveEffect[]): void => {
    for (const effect of effects) {
      if (effect.type === 'request') line.answer(() => serve(effect.source, effect.piece));
      else if (effect.type === 'verify')
        time.after(0, () => perform(machine.gotVerdict(effect.block, true, time.nowMs)));
      else if (effect.type === 'write') time.after(0, () => perform(machine.gotWritten(effect.block, time.nowMs)));
      else throw new Error(effect.type);
    }
  };
  const serve = (
    source: string,
    { block, offset, length }: { block: number; offset: number; length: number },
  ): void => {
    lanes.get(source)!.send(length, () => {
      bytes += length;
      if (offset === 0 && !proven.has(block)) {
        proven.add(block);
        perform(machine.gotBlockSignature(source, blockSignature(block), time.nowMs));
      }
      perform(machine.gotChunk(source, { block, offset, payload: new Uint8Array(length) }, time.nowMs));
    });
  };
  const probeMs = Math.min(MOST_PROBE_MS, Math.max(LEAST_PROBE_MS, roundTripMs / 4, PROBE_BYTES / (0.01 * mbit * 125)));
  const probe = (): void => {
    const sentMs = time.nowMs;
    line.answer(() =>
      line.carry(PROBE_BYTES, () => perform(machine.gotRoundTrip('p', time.nowMs - sentMs, time.nowMs))),
    );
    pings.push(line.queueMs);
    time.after(probeMs, probe);
  };
  const [first = '', ...others] = lanes.keys();
  perform(machine.onSources(isAhead ? [...lanes.keys()] : [first], 'p', 0, roundTripMs, first));
  if (!isAhead)
    time.after(LANE_OPENS * roundTripMs, () =>
      others.forEach((lane) => perform(machine.onSource(lane, 'p', time.nowMs))),
    );
  probe();
  while (time.nowMs < seconds * 1000) time.step();
  const share = bytes / (seconds * 1000) / (mbit * 125);
  return { share, dropped: line.dropped / line.packets, pingMs: pings.reduce((sum, ms) => sum + ms, 0) / pings.length };
}

describe('on a slow line the queue loses hardly anything and is short, and the line is full', () => {
  const rows = [2, 3, 4, 8, 20].flatMap((mbit) =>
    [50, 300].flatMap((bufferMs) => [false, true].map((isAhead) => ({ mbit, bufferMs, isAhead }))),
  );
  test.each(rows)(
    '$mbit Mbit/s, 40 ms, a buffer of $bufferMs ms, lanes open ahead: $isAhead',
    ({ mbit, bufferMs, isAhead }) => {
      const { share, dropped, pingMs } = run({ mbit, roundTripMs: 40, bufferMs }, { isAhead });
      expect(share).toBeGreaterThan(0.88);
      expect(dropped).toBeLessThan(0.01);
      expect(pingMs).toBeLessThan(35);
    },
  );

  test.each([20, 80])('of 2 Mbit/s and %d ms as well', (roundTripMs) => {
    const { share, dropped } = run({ mbit: 2, roundTripMs, bufferMs: 50 });
    expect(share).toBeGreaterThan(0.85);
    expect(dropped).toBeLessThan(0.02);
  });

  test('of 1 Mbit/s most of it', () => {
    const { share, dropped } = run({ mbit: 1, roundTripMs: 40, bufferMs: 50 });
    expect(share).toBeGreaterThan(0.8);
    expect(dropped).toBeLessThan(0.05);
  });
});

test.each([
  { mbit: 50, loss: 0, least: 0.86 },
  { mbit: 50, loss: 0.01, least: 0.65 },
])('on a fast line of $mbit Mbit/s with $loss of loss it is as fast as all of its lanes', ({ mbit, loss, least }) => {
  expect(run({ mbit, roundTripMs: 50, bufferMs: 50, loss }, { seconds: 10 }).share).toBeGreaterThan(least);
});
