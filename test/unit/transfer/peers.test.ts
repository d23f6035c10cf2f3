import { describe, expect, test } from 'vitest';

import type { ErrorCode } from '../../../src/protocol/errors.ts';
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { seeded } from './flow/network.ts';
import { MOST_BYTES, Swarm, type Nature, type Scenario } from './peers.ts';

/** `npm run fuzz` runs more of them, from FUZZ_SEED on. */
const RUNS = 60 * Number(process.env['FUZZ_RUNS'] ?? 1);
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const TIMEOUT_MS = 60_000 * Math.max(1, RUNS / 60);

const NATURES: readonly Nature[] = ['honest', 'honest', 'forger', 'pusher', 'silent', 'liar', 'changed'];
/** Without an honest one there is always one of these. */
const CULPRITS: readonly Nature[] = ['forger', 'pusher', 'liar', 'changed'];
/** What a receiver may be told at the end of a run that did not bring the bytes. */
const NAMED: readonly ErrorCode[] = ['block-forged', 'peer-misbehaved', 'manifest-bad', 'source-changed', 'peer-left'];

function scenarioOf(seed: number): Scenario {
  const random = seeded(seed * 7919);
  const many = (most: number) => Math.floor(random() * (most + 1));
  const hasHonest = random() < 0.8;
  const others = Array.from({ length: many(3) }, () => NATURES[many(NATURES.length - 1)] ?? 'honest');
  // With silent ones alone there is nothing to wait for: what a session does then is its own affair.
  const senders: Nature[] = hasHonest
    ? ['honest', ...others]
    : [CULPRITS[many(CULPRITS.length - 1)] ?? 'forger', ...others.filter((nature) => nature !== 'silent')];
  return {
    seed,
    bytes: random() < 0.05 ? 0 : Math.floor(random() * MOST_BYTES),
    receivers: 1 + many(3),
    senders,
    loss: random() < 0.3 ? 0 : random() * 0.2,
    crashes: Array.from(
      { length: many(6) },
      () => ({ step: 1 + many(1500), who: random() < 0.5 ? 'sender' : 'receiver', isForGood: random() < 0.2 }) as const,
    ),
  };
}

describe('many peers on a bad network', () => {
  test(
    'every run ends with equal bytes or a named failure',
    () => {
      const endings = new Map<string, number>();
      for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
        const swarm = new Swarm(scenarioOf(seed));
        for (const ending of swarm.run()) {
          const name = ending.type === 'equal' ? 'equal' : ending.code;
          if (ending.type === 'failed') expect(NAMED, swarm.name).toContain(ending.code);
          endings.set(name, (endings.get(name) ?? 0) + 1);
        }
      }
      // The runs are worth something only if they end in different ways.
      expect(endings.get('equal')).toBeGreaterThan(RUNS);
      expect(endings.size).toBeGreaterThan(3);
    },
    TIMEOUT_MS,
  );

  test('an honest sender that stays brings the bytes, whoever else is there', () => {
    for (const other of NATURES) {
      const [ending] = new Swarm({
        seed: 5,
        bytes: 5 * BLOCK_BYTES + 3,
        receivers: 1,
        senders: ['honest', other, other],
        loss: 0.1,
        crashes: [],
      }).run();
      expect(ending, other).toEqual({ type: 'equal' });
    }
  }, 30_000);

  test.each(['sender', 'receiver'] as const)(
    'a crash and restart of the %s at every step',
    (who) => {
      const calm: Scenario = {
        seed: 3,
        bytes: 2 * BLOCK_BYTES + 1000,
        receivers: 1,
        senders: ['honest'],
        loss: 0.05,
        crashes: [],
      };
      const whole = new Swarm(calm);
      whole.run();
      expect(whole.time.steps).toBeGreaterThan(50);
      for (let step = 1; step <= whole.time.steps; step++) {
        expect(new Swarm({ ...calm, crashes: [{ step, who }] }).run(), `step ${step}`).toEqual([{ type: 'equal' }]);
      }
    },
    60_000,
  );

  test('a sender that does not come back is a failure with a name, at every step', () => {
    for (let step = 1; step < 60; step++) {
      const [ending] = new Swarm({
        seed: 4,
        bytes: 8 * BLOCK_BYTES,
        receivers: 1,
        senders: ['honest'],
        loss: 0.05,
        crashes: [{ step, who: 'sender', isForGood: true }],
      }).run();
      expect(ending, `step ${step}`).toEqual({ type: 'failed', code: 'peer-left' });
    }
  }, 30_000);

  test.each([
    ['forger', 'block-forged'],
    ['pusher', 'peer-misbehaved'],
    ['liar', 'manifest-bad'],
  ] as const)('a %s alone is dropped for %s', (nature, code) => {
    expect(
      new Swarm({ seed: 11, bytes: 12 * BLOCK_BYTES, receivers: 2, senders: [nature], loss: 0.02, crashes: [] }).run(),
    ).toEqual([
      { type: 'failed', code },
      { type: 'failed', code },
    ]);
  });
});
