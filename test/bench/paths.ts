/** The paths that benches over distance measure. */
import type { Conditions } from '../lab/link.ts';

export interface Path {
  readonly name: string;
  readonly rttMs: number;
  readonly lossPercent: number;
  /** 0: no limit. */
  readonly rateMbit: number;
}

const RTTS = [10, 50, 150] as const;
const LOSSES = [0, 0.1, 1] as const;

export const PATHS: readonly Path[] = [
  ...[100, 50].flatMap((rateMbit) =>
    LOSSES.flatMap((lossPercent) =>
      RTTS.map((rttMs) => ({ name: `${rateMbit}M-${rttMs}ms-${lossPercent}%`, rttMs, lossPercent, rateMbit })),
    ),
  ),
  { name: 'free-10ms-0%', rttMs: 10, lossPercent: 0, rateMbit: 0 },
  ...[0, 0.1].map((lossPercent) => ({ name: `20M-30ms-${lossPercent}%`, rttMs: 30, lossPercent, rateMbit: 20 })),
];

/**
 * One of the two lines has it all, each direction half of the round trip: two in a row would cost the machine twice as
 * much for the same path.
 */
export const conditionsOf = ({ rttMs, lossPercent, rateMbit }: Path): Conditions => ({
  delayMs: rttMs / 2,
  rateMbit,
  lossPercent,
});

/** What a home sends is slow, and what it gets is not. */
const SLOW_MBIT = [2, 4, 8, 20] as const;
/** A buffer that a window can overrun, and one that it can fill. */
const BUFFERS_MS = [50, 300] as const;
const SLOW_DELAY_MS = 20;
const DOWN_MBIT = 100;

export interface Line extends Conditions {
  readonly name: string;
}

export const SLOW_LINES: readonly Line[] = BUFFERS_MS.flatMap((bufferMs) =>
  SLOW_MBIT.map((rateMbit) => ({
    name: `up-${rateMbit}M-40ms-buffer-${bufferMs}ms`,
    delayMs: SLOW_DELAY_MS,
    rateMbit,
    downRateMbit: DOWN_MBIT,
    lossPercent: 0,
    bufferMs,
  })),
);
