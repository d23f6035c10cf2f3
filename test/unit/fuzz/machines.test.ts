import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  BLOCK_BYTES,
  CHUNK_BYTES,
  MAX_OPEN_BLOCK_BYTES,
  MAX_REQUESTED_BYTES,
  MAX_REQUESTS,
  PIECE_BYTES,
} from '../../../src/protocol/limits.ts';
import { blockCount, blockLength } from '../../../src/protocol/manifest.ts';
import { Bitmap } from '../../../src/transfer/exchange/bitmap.ts';
import { ReceiveMachine, type ReceiveEffect } from '../../../src/transfer/exchange/receive-machine.ts';
import { SendMachine, type SendEffect } from '../../../src/transfer/exchange/send-machine.ts';
import { MOST_ALL_BYTES } from '../../../src/transfer/flow/flight.ts';
import { RequestWindow } from '../../../src/transfer/flow/window.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from './fuzz.ts';

const BYTES = 40 * BLOCK_BYTES + 17;
const BLOCK_SIGNATURE = { sha256: new Uint8Array(32), signature: new Uint8Array(64) };
/** One for all: the machines copy out of it. */
const PAYLOAD = new Uint8Array(CHUNK_BYTES);

describe('fuzz: machines against a hostile other side', { timeout: FUZZ_TIMEOUT_MS }, () => {
  test('D8a, D8d: a sender answers what was asked for and nothing else, and holds no more than its bounds', () => {
    const request = fc.record({
      block: fc.oneof(fc.nat({ max: 42 }), fc.constantFrom(0, 40, 41, 2 ** 32 - 1)),
      offset: fc.oneof(fc.constantFrom(0, 65_536, BLOCK_BYTES - 1), fc.nat({ max: BLOCK_BYTES - 1 })),
      length: fc.oneof(fc.constantFrom(1, 65_536, PIECE_BYTES), fc.integer({ min: 1, max: PIECE_BYTES })),
    });
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          type: fc.constant('request' as const),
          piece: request,
          times: fc.constantFrom(1, 1, 1, 5000),
        }),
      },
      { weight: 4, arbitrary: fc.record({ type: fc.constant('read' as const), at: fc.nat() }) },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('room' as const),
          freeBytes: fc.constantFrom(-1, 0, 1, 65_536, 4 * 2 ** 20),
        }),
      },
    );
    fuzz(250, fc.array(step, { maxLength: 40 }), (steps) => {
      const machine = new SendMachine(BYTES);
      const asked: { block: number; offset: number; length: number }[] = [];
      const reading: number[] = [];
      let isDropped = false;
      const take = (effects: readonly SendEffect[]): void => {
        for (const effect of effects) {
          if (effect.type === 'drop') isDropped = true;
          if (effect.type === 'load') reading.push(effect.block);
          if (effect.type !== 'chunk') continue;
          const piece = asked[0] ?? expect.fail('a chunk that nobody asked for');
          expect([effect.block, effect.offset]).toEqual([piece.block, piece.offset]);
          expect(effect.payload.length).toBeLessThanOrEqual(Math.min(CHUNK_BYTES, piece.length));
          piece.offset += effect.payload.length;
          piece.length -= effect.payload.length;
          if (piece.length === 0) asked.shift();
        }
      };
      for (const each of steps) {
        if (isDropped) return;
        switch (each.type) {
          case 'request':
            for (let time = 0; time < each.times; time++) {
              if (isDropped) break;
              asked.push({ ...each.piece });
              take(machine.gotRequest(each.piece, 0));
            }
            break;
          case 'read': {
            const [block] = reading.splice(each.at % (reading.length + 1), 1);
            if (block !== undefined)
              take(
                machine.gotBlock(
                  block,
                  {
                    bytes: PAYLOAD_BLOCK.subarray(0, blockLength(BYTES, block)),
                    blockSignature: { ...BLOCK_SIGNATURE, block, length: 1 },
                  },
                  65_536,
                ),
              );
            break;
          }
          case 'room':
            take(machine.onRoom(each.freeBytes));
        }
        expect(asked.length).toBeLessThanOrEqual(MAX_REQUESTS + 1);
        expect(asked.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(
          MAX_REQUESTED_BYTES + PIECE_BYTES,
        );
      }
    });
  });

  test('D5, D7: a receiver believes nothing that it did not ask for, and holds no more than its bounds', () => {
    const step = fc.record({
      kind: fc.constantFrom(
        'answer',
        'answer',
        'answer',
        'answer',
        'answer',
        'wrong-block',
        'wrong-offset',
        'too-long',
        'again',
        'block-signature',
        'verdict',
        'written',
        'lost',
        'new',
      ),
      source: fc.constantFrom('p/0', 'p/1', 'q/0'),
      isGood: fc.boolean(),
      value: fc.nat({ max: 0xffff_ffff }),
    });
    fuzz(250, fc.array(step, { maxLength: 120 }), (steps) => {
      const machine = new ReceiveMachine(BYTES, new Bitmap(blockCount(BYTES)));
      const asked = new Map<string, { block: number; offset: number; length: number }[]>();
      const [verifying, writing]: [number[], number[]] = [[], []];
      let now = 0;
      const take = (effects: readonly ReceiveEffect[]): void => {
        for (const effect of effects) {
          if (effect.type === 'request') asked.get(effect.source)?.push({ ...effect.piece });
          if (effect.type === 'verify') verifying.push(effect.block);
          if (effect.type === 'write') writing.push(effect.block);
          if (effect.type === 'drop')
            for (const source of asked.keys()) if (source[0] === effect.source[0]) asked.delete(source);
        }
      };
      const start = (source: string): void => {
        asked.set(source, []);
        take(machine.onSource(source, source.slice(0, 1), now));
      };
      start('p/0');
      for (const { kind, source, isGood, value } of steps) {
        now += 1;
        const piece = asked.get(source)?.[0];
        const chunk = (change: object) =>
          take(
            machine.gotChunk(
              source,
              {
                block: piece?.block ?? value,
                offset: piece?.offset ?? 0,
                payload: PAYLOAD.subarray(0, Math.min(CHUNK_BYTES, piece?.length ?? 1)),
                ...change,
              },
              now,
            ),
          );
        switch (kind) {
          case 'answer': {
            if (piece === undefined) break;
            if (piece.offset === 0)
              take(
                machine.gotBlockSignature(
                  source,
                  { ...BLOCK_SIGNATURE, block: piece.block, length: blockLength(BYTES, piece.block) },
                  now,
                ),
              );
            const length = Math.min(CHUNK_BYTES, piece.length);
            chunk({});
            piece.offset += length;
            piece.length -= length;
            if (piece.length === 0) asked.get(source)?.shift();
            break;
          }
          case 'wrong-block':
            chunk({ block: value });
            break;
          case 'wrong-offset':
            chunk({ offset: value });
            break;
          case 'too-long':
            chunk({ payload: PAYLOAD });
            break;
          case 'again':
            chunk({ offset: 0 });
            break;
          case 'block-signature':
            take(machine.gotBlockSignature(source, { ...BLOCK_SIGNATURE, block: value % 50, length: value }, now));
            break;
          case 'verdict': {
            const block = verifying.shift() ?? value;
            take(machine.gotVerdict(block, isGood, now));
            break;
          }
          case 'written': {
            const block = writing.shift();
            if (block !== undefined) take(machine.gotWritten(block, now));
            break;
          }
          case 'lost':
            asked.delete(source);
            take(machine.onSourceLost(source, now));
            break;
          case 'new':
            if (!asked.has(source)) start(source);
        }
        expect(machine.openBytes).toBeLessThanOrEqual(MAX_OPEN_BLOCK_BYTES + BLOCK_BYTES);
        for (const pieces of asked.values())
          expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(MOST_ALL_BYTES);
      }
    });
  });

  test('D7: whatever delays and sizes answers claim, the window stays within its bounds, and when nothing is under way more is asked for', () => {
    const delay = fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom(0, 1e-9, 1e9));
    fuzz(
      1_000,
      fc.tuple(
        fc.option(delay, { nil: undefined }),
        fc.array(
          fc.tuple(
            delay,
            fc.integer({ min: 1, max: PIECE_BYTES }),
            fc.integer({ min: 1, max: PIECE_BYTES }),
            fc.option(delay, { nil: undefined }),
            fc.integer({ min: 1, max: 16 }),
          ),
          { maxLength: 200 },
        ),
      ),
      ([roundTripMs, answers]) => {
        const window = new RequestWindow(roundTripMs);
        let nowMs = 0;
        for (const [delayMs, bytes, lineBytes, probeMs, lanes] of answers) {
          nowMs += 50;
          window.setLanes(lanes);
          if (probeMs !== undefined) window.onRoundTrip(probeMs, nowMs);
          window.onAsked(bytes);
          window.onArrived(bytes, lineBytes);
          window.onAnswered(delayMs);
          expect(window.pieceBytes(0)).toBeGreaterThan(0);
          expect(window.bytes).toBeGreaterThan(0);
          expect(window.bytes).toBeLessThanOrEqual(MOST_ALL_BYTES);
        }
      },
    );
  });
});

const PAYLOAD_BLOCK = new Uint8Array(BLOCK_BYTES);
