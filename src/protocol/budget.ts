/**
 * How many messages somebody may still send: a token bucket. One message costs one or more, and the budget regains so
 * many a second, up to the burst. Time is an argument, in milliseconds.
 */
import { SIGNAL_BURST, SIGNAL_COST_CHARS, SIGNAL_PER_SECOND } from './limits.ts';

/** What a budget allows. */
export interface Allowance {
  /** At once, and at the most. */
  readonly burst: number;
  readonly perSecond: number;
}

/** What is left of it, as data that can be stored. The room's attachments have it: its names may not change. */
export interface Left {
  /** Messages that could be sent at `atMs`. */
  readonly messages: number;
  readonly atMs: number;
}

/** What one socket may say to a room (R10). */
export const SIGNAL_ALLOWANCE: Allowance = { burst: SIGNAL_BURST, perSecond: SIGNAL_PER_SECOND };

/** What a message of that many characters costs of it (R10). */
export const signalCost = (chars: number): number => Math.max(1, Math.ceil(chars / SIGNAL_COST_CHARS));

export const fullBudget = ({ burst }: Allowance, nowMs: number): Left => ({ messages: burst, atMs: nowMs });

/** What is left after a message, or undefined when it costs more than there is. */
export function spend({ messages, atMs }: Left, cost: number, allowance: Allowance, nowMs: number): Left | undefined {
  // A clock can be set back, for example when a room moves to another machine.
  const regained = (Math.max(0, nowMs - atMs) / 1000) * allowance.perSecond;
  const left = Math.min(allowance.burst, messages + regained) - cost;
  return left < 0 ? undefined : { messages: left, atMs: nowMs };
}

/** The same as an object, for those who keep it in memory. */
export class Budget {
  private readonly allowance: Allowance;
  private left: Left;

  /** @param burst at once, and at the most; @param perSecond regained after that */
  constructor(burst: number, perSecond: number, nowMs: number) {
    this.allowance = { burst, perSecond };
    this.left = fullBudget(this.allowance, nowMs);
  }

  /** Takes one, or as many as it costs. False when there are not so many: it was too much. */
  spend(nowMs: number, cost = 1): boolean {
    const left = spend(this.left, cost, this.allowance, nowMs);
    this.left = left ?? this.left;
    return left !== undefined;
  }
}
