/** How many lanes a peer link is worth (DESIGN: a peer link has one lane or several). */
import { BLOCK_BYTES } from '../protocol/limits.ts';

/**
 * On a near path what bounds one association is its UDP socket: 64 KB of buffer in Chromium, overrun by each burst that the
 * reader is late for, and every loss halves SCTP's window. Several lanes with a small window each overrun nothing, and beat
 * one channel with any window (docs/decisions.md).
 */
export const NEAR_LANES = 4;

/** A share of fewer blocks is through before more lanes are up. */
export const MANY_BLOCKS = 8;

/**
 * @param missingBytes of the share, not received yet
 * @param isNear both ends are in the same network
 * @returns 1 or more, the first lane included
 */
export function laneCount(missingBytes: number, isNear: boolean): number {
  return isNear && missingBytes >= MANY_BLOCKS * BLOCK_BYTES ? NEAR_LANES : 1;
}
