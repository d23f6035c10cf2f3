import { describe, expect, test } from 'vitest';

import { BLOCK_BYTES, LEAST_MEAN_REQUEST_BYTES, LEAST_PIECE_BYTES, MAX_REQUESTS, MAX_SPARE_READS, PIECE_BYTES, READS_PER_BLOCK } from '../../../src/protocol/limits.ts';
import { Budget } from '../../../src/protocol/budget.ts';
import { RequestAllowance } from '../../../src/transfer/request-allowance.ts';
import { SendMachine } from '../../../src/transfer/send-machine.ts';

const proof = (block: number) => ({ block, length: BLOCK_BYTES, sha256: new Uint8Array(32), signature: new Uint8Array(64) });

describe('D8 what requests may cost', () => {
  test('as ours asks, in the least pieces and with a gap behind each block, it never ends', () => {
    const allowance = new RequestAllowance();
    for (let block = 0; block < 2000; block++) {
      expect(allowance.onRead() && allowance.onRead()).toBe(true);
      for (let piece = 0; piece < BLOCK_BYTES / LEAST_PIECE_BYTES; piece++) expect(allowance.onRequest(LEAST_PIECE_BYTES)).toBe(true);
    }
  });

  test('ten million requests for a byte: the most of them are not answered, however quickly they are served', () => {
    const machine = new SendMachine(BLOCK_BYTES);
    machine.gotRequest({ block: 0, offset: 0, length: 1 }, 1e9);
    machine.gotBlock(0, { bytes: new Uint8Array(BLOCK_BYTES), proof: proof(0) }, 1e9);
    let served = 0;
    while (served < 10_000_000 && machine.gotRequest({ block: 0, offset: served % 1000, length: 1 }, 1e9).every(({ type }) => type !== 'drop')) served += 1;
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
      const effects = [...machine.gotRequest({ block, offset: BLOCK_BYTES - 1, length: 1 }, 1e9), ...machine.gotBlock(block, { bytes: new Uint8Array(BLOCK_BYTES), proof: proof(block) }, 1e9)];
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
      for (let request = 0; request < 1000; request++) if (machine.gotRequest({ block: 0, offset: 0, length: 1 }, 0).every(({ type }) => type !== 'drop')) served += 1;
    }
    expect(served).toBeLessThanOrEqual(MAX_REQUESTS);
  });
});

describe('C1 a budget of messages', () => {
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

test('the largest piece is well over the mean', () => expect(PIECE_BYTES).toBeGreaterThan(2 * LEAST_MEAN_REQUEST_BYTES));
