import { describe, expect, test } from 'vitest';

import {
  BLOCK_BYTES,
  LEAST_MEAN_REQUEST_BYTES,
  LEAST_PIECE_BYTES,
  MAX_LANES,
  MAX_REQUESTS,
  MAX_SPARE_READS,
  PIECE_BYTES,
  READS_PER_BLOCK,
} from '../../../../src/protocol/limits.ts';
import { Budget } from '../../../../src/protocol/budget.ts';
import { RequestAllowance } from '../../../../src/transfer/exchange/request-allowance.ts';
import type { ReceiveEffect } from '../../../../src/transfer/exchange/receive-machine.ts';
import { SendMachine, type SendEffect } from '../../../../src/transfer/exchange/send-machine.ts';
import { blockSignature, receiver } from './pieces.ts';

const WHOLE = new Uint8Array(BLOCK_BYTES);

describe('D8b, D8c: what requests may cost', () => {
  test('as ours asks, in the least pieces and with a gap behind each block, it never ends', () => {
    const allowance = new RequestAllowance();
    for (let block = 0; block < 2000; block++) {
      expect(allowance.onRead() && allowance.onRead()).toBe(true);
      const pieces = Array.from({ length: Math.floor(BLOCK_BYTES / LEAST_PIECE_BYTES) }, () =>
        allowance.onRequest(LEAST_PIECE_BYTES),
      );
      expect(pieces).not.toContain(false);
    }
  });

  test.each([1, 50])(
    'sixteen lanes of ours, on a path of %d ms, read no block oftener than they may',
    (roundTripMs) => {
      const blocks = 512;
      const allowance = new RequestAllowance();
      const machine = receiver(blocks * BLOCK_BYTES);
      const lanes = new Map(
        Array.from({ length: MAX_LANES }, (_, lane) => [`p/${lane}`, new SendMachine(blocks * BLOCK_BYTES, allowance)]),
      );
      const answers: { source: string; effect: SendEffect }[] = [];
      let nowMs = 0;
      const send = (source: string, effects: readonly SendEffect[]): void => {
        for (const effect of effects) {
          if (effect.type === 'load')
            send(
              source,
              lanes
                .get(source)!
                .gotBlock(effect.block, { bytes: WHOLE, blockSignature: blockSignature(effect.block) }, 1e9),
            );
          else answers.push({ source, effect });
        }
      };
      const take = (effects: readonly ReceiveEffect[]): void => {
        for (const effect of effects) {
          if (effect.type === 'request') send(effect.source, lanes.get(effect.source)!.gotRequest(effect.piece, 1e9));
          else if (effect.type === 'verify') take(machine.gotVerdict(effect.block, true, nowMs));
          else if (effect.type === 'write') take(machine.gotWritten(effect.block, nowMs));
        }
      };
      for (const source of lanes.keys()) take(machine.onSource(source, 'p', nowMs, roundTripMs, source === 'p/0'));
      for (let answer = answers.shift(); answer !== undefined; answer = answers.shift()) {
        const { source, effect } = answer;
        nowMs += roundTripMs / MAX_LANES;
        if (roundTripMs > 1) take(machine.gotRoundTrip('p', roundTripMs, nowMs));
        if (effect.type === 'block-signature') take(machine.gotBlockSignature(source, effect.blockSignature, nowMs));
        else if (effect.type === 'chunk') take(machine.gotChunk(source, effect, nowMs));
        else expect(effect.type).toBe('chunk');
      }
      expect(machine.openBytes).toBe(0);
      let spare = 0;
      while (allowance.onRead()) spare += 1;
      expect(spare).toBeGreaterThan(MAX_SPARE_READS); // what is left beside those that any receiver has
    },
  );

  test('ten million requests for a byte: the most of them are not answered, however quickly they are served', () => {
    const machine = new SendMachine(BLOCK_BYTES);
    machine.gotRequest({ block: 0, offset: 0, length: 1 }, 1e9);
    machine.gotBlock(0, { bytes: new Uint8Array(BLOCK_BYTES), blockSignature: blockSignature(0) }, 1e9);
    let served = 0;
    while (
      served < 10_000_000 &&
      machine.gotRequest({ block: 0, offset: served % 1000, length: 1 }, 1e9).every(({ type }) => type !== 'drop')
    )
      served += 1;
    expect(served).toBeLessThanOrEqual(MAX_REQUESTS);
  });

  test('requests that stay just under the mean are dropped after MAX_REQUESTS, at it they are not', () => {
    const count = (bytes: number) => {
      const allowance = new RequestAllowance();
      let requests = 0;
      while (requests < 3 * MAX_REQUESTS && allowance.onRequest(bytes)) requests += 1;
      return requests;
    };
    expect(count(LEAST_MEAN_REQUEST_BYTES - 1)).toBe(MAX_REQUESTS);
    expect(count(LEAST_MEAN_REQUEST_BYTES)).toBe(3 * MAX_REQUESTS);
  });

  test('the last byte of every block: not many are read for that', () => {
    const blocks = 10_000;
    const machine = new SendMachine(blocks * BLOCK_BYTES);
    let reads = 0;
    for (let block = 0; block < blocks; block += 2) {
      const effects = [
        ...machine.gotRequest({ block, offset: BLOCK_BYTES - 1, length: 1 }, 1e9),
        ...machine.gotBlock(block, { bytes: new Uint8Array(BLOCK_BYTES), blockSignature: blockSignature(block) }, 1e9),
      ];
      reads += effects.filter(({ type }) => type === 'load').length;
      if (effects.some(({ type }) => type === 'drop')) break;
    }
    expect(reads).toBeLessThanOrEqual(MAX_SPARE_READS + READS_PER_BLOCK);
  });

  test('a new accept changes nothing', () => {
    const allowance = new RequestAllowance();
    let served = 0;
    for (let accept = 0; accept < 100; accept++) {
      const machine = new SendMachine(BLOCK_BYTES, allowance);
      for (let request = 0; request < 1000; request++)
        if (machine.gotRequest({ block: 0, offset: 0, length: 1 }, 0).every(({ type }) => type !== 'drop')) served += 1;
    }
    expect(served).toBeLessThanOrEqual(MAX_REQUESTS);
  });
});

describe('C1b: a budget of messages', () => {
  test('holds at once, regains, and never more than it began with', () => {
    const budget = new Budget(10, 5, 0);
    const spent = (nowMs: number) => {
      let times = 0;
      while (budget.spend(nowMs)) times += 1;
      return times;
    };
    expect(spent(0)).toBe(10);
    expect(spent(1000)).toBe(5);
    expect(spent(1100)).toBe(0);
    expect(spent(3_600_000)).toBe(10);
  });
});

test('the largest piece is well over the mean', () =>
  expect(PIECE_BYTES).toBeGreaterThan(2 * LEAST_MEAN_REQUEST_BYTES));
