/**
 * How long to wait before the next attempt to join a room. The time doubles with each attempt, and has jitter so that
 * the peers of a room do not all come back at the same moment.
 */
const FIRST_MS = 500;
const MOST_MS = 8_000;

/** @param random 0 to 1 */
export function backoffMs(attempt: number, random: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** attempt) * (0.5 + random / 2);
}
