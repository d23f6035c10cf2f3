/**
 * What is known of ICE servers, and when to ask for them (again). Pure: time and chance are arguments. SPEC.md, section
 * I.
 */
import type { RelayCode } from '../protocol/errors.ts';
import { isRelay, type IceServer } from '../protocol/messages/ice-server.ts';
import type { IceMessage } from '../protocol/messages/room-message.ts';

export interface IcePlan {
  readonly servers: readonly IceServer[];
  /** Why there is no relay among them. */
  readonly missing: RelayCode | undefined;
  /** When what is known is worth nothing any more. */
  readonly expiresAtMs: number;
  /** When to ask, if there is a partner. */
  readonly askAtMs: number;
  /** Questions in a row that got us no relay. */
  readonly failures: number;
}

export const NOTHING_KNOWN: IcePlan = {
  servers: [],
  missing: undefined,
  expiresAtMs: -Infinity,
  askAtMs: -Infinity,
  failures: 0,
};

/** Of an answer's time, how much passes before the next one is asked for: the rest is for an answer that fails. */
const RENEW_SHARE = 2 / 3;
/** A question that is not answered in this time was lost with its connection. */
const ANSWER_MS = 8000;
/**
 * After an answer without relay: doubled each time. A pair that needs it is still trying then (OPENING_MS of a lane,
 * twice).
 */
const RETRY_MS = 10_000;
const MAX_RETRY_MS = 5 * 60_000;
/** The server's limits are per minute. */
const LIMITED_MS = 60_000;
/** We and our partner saw each other come and go in another order than the room. */
const ALONE_MS = 3000;

/** Longer by up to a half, so that those who failed together do not come back together. @param random 0 to 1 */
const spread = (delayMs: number, random: number): number => delayMs * (1 + random / 2);

const retryMs = ({ failures }: IcePlan, random: number): number =>
  spread(Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** Math.max(0, failures - 1)), random);

export const isKnown = ({ expiresAtMs }: IcePlan, nowMs: number): boolean => nowMs < expiresAtMs;

/** Those that can be used now: a relay refuses who comes with a credential that has run out. */
export function serversAt(plan: IcePlan, nowMs: number): readonly IceServer[] {
  return isKnown(plan, nowMs) ? plan.servers : plan.servers.filter((server) => !isRelay(server));
}

export const hasRelay = (plan: IcePlan, nowMs: number): boolean => serversAt(plan, nowMs).some(isRelay);

/**
 * Nothing that comes within seconds could change it: there is a relay, or none for a reason that lasts. A slow service
 * may still answer (I8).
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
  // A service that fails now takes nothing away from what it gave before; a relay that was switched off is left alone.
  if (missing !== 'relay-none' && hasRelay(plan, nowMs)) return { ...plan, askAtMs };
  return { servers, missing, expiresAtMs, askAtMs, failures: plan.failures };
}

function refused(plan: IcePlan, code: RelayCode, nowMs: number, random: number): IcePlan {
  const askAtMs = nowMs + (code === 'relay-alone' ? ALONE_MS : retryMs(plan, random));
  if (hasRelay(plan, nowMs)) return { ...plan, askAtMs };
  return { ...plan, missing: code, expiresAtMs: Math.max(plan.expiresAtMs, askAtMs), askAtMs };
}
