import { describe, expect, test } from 'vitest';

import { advance, begin, stageOf, type LinkStep, type Timeline } from '../../../src/connection/timeline.ts';

/** Each step with the time at which it happens. */
const after = (...steps: (readonly [LinkStep, number])[]): Timeline =>
  steps.reduce((timeline, [step, nowMs]) => advance(timeline, step, nowMs), begin(100));

const told = ({ stages }: Timeline): string =>
  stages.map(({ state, ms }) => (ms === undefined ? state : `${state} ${ms}`)).join(', ');

const OPENED = [
  ['described', 150],
  ['paired', 250],
  ['secured', 300],
  ['opened', 320],
] as const;

describe('the stages of a connection', () => {
  test.each<[string, (readonly [LinkStep, number])[], string]>([
    ['nothing happened yet', [], 'active, waiting, waiting, waiting'],
    ['both know of each other', [['described', 150]], 'done 50, active, waiting, waiting'],
    [
      'a pair works',
      [
        ['described', 150],
        ['paired', 250],
      ],
      'done 50, done 100, active, waiting',
    ],
    [
      'DTLS is up',
      [
        ['described', 150],
        ['paired', 250],
        ['secured', 300],
      ],
      'done 50, done 100, done 50, active',
    ],
    ['the channels are open', [...OPENED], 'done 50, done 100, done 50, active 20'],
    [
      'DTLS is told late',
      [
        ['described', 150],
        ['paired', 250],
        ['opened', 320],
        ['secured', 330],
      ],
      'done 50, done 100, done 70, active 0',
    ],
    [
      'said twice',
      [
        ['described', 150],
        ['described', 200],
        ['paired', 250],
        ['described', 260],
      ],
      'done 50, done 100, active, waiting',
    ],
    ['it ended well', [...OPENED, ['closed', 900]], 'done 50, done 100, done 50, done 20'],
    ['nobody answered', [['closed', 900]], 'failed, waiting, waiting, waiting'],
    [
      'no pair worked',
      [
        ['described', 150],
        ['closed', 900],
      ],
      'done 50, failed, waiting, waiting',
    ],
    [
      'DTLS failed',
      [
        ['described', 150],
        ['paired', 250],
        ['closed', 900],
      ],
      'done 50, done 100, failed, waiting',
    ],
    ['it broke', [...OPENED, ['broke', 500]], 'done 50, active, done 50, waiting'],
    ['it came back', [...OPENED, ['broke', 500], ['restarted', 4500]], 'done 50, done 4000, done 50, active'],
    ['it broke and was given up', [...OPENED, ['broke', 500], ['closed', 30_500]], 'done 50, failed, done 50, waiting'],
    [
      'what comes after the end',
      [
        ['closed', 900],
        ['opened', 950],
      ],
      'failed, waiting, waiting, waiting',
    ],
  ])('%s', (_, steps, expected) => expect(told(after(...steps))).toBe(expected));

  test('the one that counts is under way, reached or failed', () => {
    expect(stageOf(after())).toBe('signaling');
    expect(stageOf(after(...OPENED))).toBe('communicating');
    expect(stageOf(after(...OPENED, ['broke', 500]))).toBe('connecting');
    expect(stageOf(after(...OPENED, ['closed', 900]))).toBe('communicating');
    expect(stageOf(after(['described', 150], ['closed', 900]))).toBe('connecting');
  });

  test('breaks that it came back from are counted', () => {
    expect(after(...OPENED).restarts).toBe(0);
    expect(after(...OPENED, ['broke', 500], ['restarted', 600], ['broke', 700], ['restarted', 800]).restarts).toBe(2);
  });

  test('a step that changes nothing leaves the same object', () => {
    const open = after(...OPENED);
    for (const step of ['described', 'paired', 'secured', 'opened', 'restarted'] as const)
      expect(advance(open, step, 999)).toBe(open);
  });
});
