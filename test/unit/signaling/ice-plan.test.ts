import { describe, expect, test } from 'vitest';

import { answered, asked, isKnown, NOTHING_KNOWN, serversAt, type IcePlan } from '../../../src/signaling/ice-plan.ts';
import type { IceMessage } from '../../../src/protocol/messages/room-message.ts';

const NOW = 1_000_000;
const STUN = { urls: ['stun:stun.test'] };
const RELAY = { urls: ['turn:turn.test'], username: 'u', credential: 'c' };

const all: IceMessage = { type: 'ice', servers: [STUN, RELAY], ttlSeconds: 600 };
const failing: IceMessage = { type: 'ice', servers: [STUN], ttlSeconds: 600, missing: 'relay-unavailable' };
const none: IceMessage = { type: 'ice', servers: [STUN], ttlSeconds: 86_400, missing: 'relay-none' };
const limited: IceMessage = { type: 'ice', servers: [STUN], ttlSeconds: 600, missing: 'relay-limited' };

const after = (messages: readonly IceMessage[], nowMs = NOW, start: IcePlan = NOTHING_KNOWN): IcePlan =>
  messages.reduce((plan, message) => answered(asked(plan, nowMs), message, nowMs, 0), start);

describe('ICE servers', () => {
  test('are asked for at once, and again when the question was lost, ever more slowly', () => {
    expect(NOTHING_KNOWN.askAtMs).toBeLessThan(0);
    let plan = NOTHING_KNOWN;
    const waits = Array.from({ length: 6 }, () => {
      plan = asked(plan, NOW);
      return (plan.askAtMs - NOW) / 1000;
    });
    expect(waits).toEqual([8, 16, 32, 64, 128, 128]);
  });

  test('I6: are renewed after two thirds of their time, and are worth nothing after it', () => {
    const plan = after([all]);
    expect(plan.askAtMs).toBe(NOW + 400_000);
    expect(serversAt(plan, NOW + 599_999)).toEqual([STUN, RELAY]);
    expect(isKnown(plan, NOW + 600_000)).toBe(false);
    expect(serversAt(plan, NOW + 600_000)).toEqual([STUN]);
  });

  test('I7: without relay are used, say why, and are asked for again ever more slowly', () => {
    let plan = NOTHING_KNOWN;
    const waits = Array.from({ length: 7 }, () => {
      plan = after([failing], NOW, plan);
      return (plan.askAtMs - NOW) / 1000;
    });
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300]);
    expect(serversAt(plan, NOW)).toEqual([STUN]);
    expect(plan.missing).toBe('relay-unavailable');
  });

  test('I8: are complete when the relay comes late', () => {
    const plan = answered(after([failing]), all, NOW + 1000, 0);
    expect(serversAt(plan, NOW + 1000)).toEqual([STUN, RELAY]);
    expect(plan.missing).toBeUndefined();
    expect(plan.askAtMs).toBe(NOW + 401_000);
  });

  test('I6, I7: a renewal that fails takes away nothing that is still good', () => {
    const renewing = NOW + 400_000;
    for (const message of [failing, limited]) {
      const plan = answered(after([all]), message, renewing, 0);
      expect(serversAt(plan, renewing)).toEqual([STUN, RELAY]);
      expect(plan.missing).toBeUndefined();
      expect(plan.askAtMs).toBeGreaterThan(renewing);
      expect(plan.askAtMs).toBeLessThan(NOW + 600_000);
      expect(serversAt(plan, NOW + 600_000)).toEqual([STUN]);
    }
  });

  test('I9: a relay that was switched off is left alone from the next answer on', () => {
    const plan = answered(after([all]), none, NOW + 400_000, 0);
    expect(serversAt(plan, NOW + 400_000)).toEqual([STUN]);
    expect(plan.missing).toBe('relay-none');
  });

  test('I3: are asked for again in a minute or more when there were too many questions', () => {
    const plan = after([limited]);
    expect(plan.missing).toBe('relay-limited');
    expect(plan.askAtMs).toBe(NOW + 60_000);
    expect(answered(NOTHING_KNOWN, limited, NOW, 1).askAtMs).toBe(NOW + 90_000);
    expect(isKnown(plan, NOW)).toBe(true); // nobody waits for an answer that is there
    expect(serversAt(plan, NOW)).toEqual([STUN]); // which cost nobody anything
  });

  test('I2: are asked for again soon when we were taken to be alone', () => {
    const plan = after([{ type: 'ice-refused', code: 'relay-alone' }]);
    expect(plan.askAtMs).toBeLessThan(NOW + 5000);
  });

  test('those who failed together do not ask together', () => {
    expect(answered(NOTHING_KNOWN, failing, NOW, 0).askAtMs).not.toBe(answered(NOTHING_KNOWN, failing, NOW, 1).askAtMs);
  });
});
