/**
 * What is known of the ICE servers, and when to ask the room for them next. Pure: time and random numbers are
 * arguments. SPEC.md, section I.
 */
import type { RelayCode } from '../protocol/errors.ts';
import { isRelay, type IceServer } from '../protocol/messages/ice-server.ts';
import type { IceMessage } from '../protocol/messages/room-message.ts';

export interface IcePlan {
  readonly servers: readonly IceServer[];
  /** Why there is no relay among the servers. */
  readonly missing: RelayCode | undefined;
  /** When the credentials expire. */
  readonly expiresAtMs: number;
  /** When to ask next, if there is another peer in the room. */
  readonly askAtMs: number;
  /** How many questions in a row brought no relay. */
  readonly failures: number;
}

export const NOTHING_KNOWN: IcePlan = {
  servers: [],
  missing: undefined,
  expiresAtMs: -Infinity,
  askAtMs: -Infinity,
  failures: 0,
};

/** The part of a credential's lifetime after which to ask again. The rest is left for attempts that fail. */
const RENEW_SHARE = 2 / 3;
/** A question without an answer after this time was lost with its connection. */
const ANSWER_MS = 8000;
/**
 * How long to wait after an answer without a relay. The time doubles with each one. A pair that needs the relay is
 * still trying after the first wait (OPENING_MS of a lane, twice).
 */
const RETRY_MS = 10_000;
const MAX_RETRY_MS = 5 * 60_000;
/** The server's limits are per minute. */
const LIMITED_MS = 60_000;
/** The room thinks that we are alone, because it saw us and the other peer come and go in another order than we did. */
const ALONE_MS = 3000;

/** Adds up to a half, so that peers that failed together do not come back together. @param random 0 to 1 */
const spread = (delayMs: number, random: number): number => delayMs * (1 + random / 2);

const retryMs = ({ failures }: IcePlan, random: number): number =>
  spread(Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** Math.max(0, failures - 1)), random);

export const isKnown = ({ expiresAtMs }: IcePlan, nowMs: number): boolean => nowMs < expiresAtMs;

/** The servers that can be used now. A relay refuses a credential that has expired. */
export function serversAt(plan: IcePlan, nowMs: number): readonly IceServer[] {
  return isKnown(plan, nowMs) ? plan.servers : plan.servers.filter((server) => !isRelay(server));
}

export const hasRelay = (plan: IcePlan, nowMs: number): boolean => serversAt(plan, nowMs).some(isRelay);

/**
 * The next seconds will not change the answer: there is a relay, or there is none for a reason that lasts. A slow relay
 * service may still answer (I8), so `relay-unavailable` is no such reason.
 */
export function isDecided(plan: IcePlan, nowMs: number): boolean {
  return (
    hasRelay(plan, nowMs) ||
    (isKnown(plan, nowMs) && (plan.missing === 'relay-none' || plan.missing === 'relay-limited'))
  );
}

export function asked(plan: IcePlan, nowMs: number): IcePlan {
  return { ...plan, askAtMs: nowMs + ANSWER_MS * 2 ** Math.min(plan.failures, 4), failures: plan.failures + 1 };
}

export function answered(plan: IcePlan, message: IceMessage, nowMs: number, random: number): IcePlan {
  if (message.type === 'ice-refused') return refused(plan, message.code, nowMs, random);
  const { servers, ttlSeconds, missing } = message;
  const expiresAtMs = nowMs + ttlSeconds * 1000;
  const renewAtMs = nowMs + ttlSeconds * 1000 * RENEW_SHARE;
  if (missing === undefined) return { servers, missing, expiresAtMs, askAtMs: renewAtMs, failures: 0 };
  const askAtMs =
    missing === 'relay-none'
      ? renewAtMs
      : nowMs + (missing === 'relay-limited' ? spread(LIMITED_MS, random) : retryMs(plan, random));
  // If the service fails now, the relay that it gave before stays. If the relay was switched off, it goes.
  if (missing !== 'relay-none' && hasRelay(plan, nowMs)) return { ...plan, askAtMs };
  return { servers, missing, expiresAtMs, askAtMs, failures: plan.failures };
}

function refused(plan: IcePlan, code: RelayCode, nowMs: number, random: number): IcePlan {
  const askAtMs = nowMs + (code === 'relay-alone' ? ALONE_MS : retryMs(plan, random));
  if (hasRelay(plan, nowMs)) return { ...plan, askAtMs };
  return { ...plan, missing: code, expiresAtMs: Math.max(plan.expiresAtMs, askAtMs), askAtMs };
}
