/**
 * How much a socket may still send: a token bucket (R10).
 */
import { SIGNAL_BURST, SIGNAL_COST_CHARS, SIGNAL_PER_SECOND } from '../src/protocol/limits.ts';

export interface Budget {
  /** Messages that could be sent at `atMs`. */
  readonly messages: number;
  readonly atMs: number;
}

export const fullBudget = (nowMs: number): Budget => ({ messages: SIGNAL_BURST, atMs: nowMs });

/** What is left after a message of that many characters, or undefined when it costs more than there is. */
export function spend({ messages, atMs }: Budget, chars: number, nowMs: number): Budget | undefined {
  // A room that moves to another machine can find its clock set back.
  const refill = (Math.max(0, nowMs - atMs) / 1000) * SIGNAL_PER_SECOND;
  const left = Math.min(SIGNAL_BURST, messages + refill) - Math.max(1, Math.ceil(chars / SIGNAL_COST_CHARS));
  return left < 0 ? undefined : { messages: left, atMs: nowMs };
}
