/**
 * What each end of a link knows about the way and the other cannot see, as they tell each other (SPEC.md, C8). Words
 * and counts only: no address crosses the channel.
 */
import { MAX_TOLD_CANDIDATES } from '../limits.ts';
import { asFields, isCount, isOneOf, type Fields } from '../parse.ts';

/** RFC 8445, section 5.1.1. */
export const CANDIDATE_TYPES = ['host', 'srflx', 'prflx', 'relay'] as const;

export type CandidateType = (typeof CANDIDATE_TYPES)[number];

/**
 * How packets leave an end: to its relay where it uses one, else to the other end. The later, the more a network was in
 * the way.
 */
export const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** What the network before an end looks like, by the addresses that others saw of it. */
export const NAT_LOOKS = ['unknown', 'open', 'port-preserving', 'port-changing', 'symmetric', 'udp-blocked'] as const;

export type NatLook = (typeof NAT_LOOKS)[number];

/** So many candidates of one kind. */
export interface Gathered {
  readonly type: CandidateType;
  readonly transport: Transport;
  readonly count: number;
}

export interface PathReport {
  /** Type of the own candidate in the selected pair. */
  readonly candidate: CandidateType;
  readonly transport: Transport;
  /** The other end is seen on the own network; null where its address is not known. */
  readonly isNear: boolean | null;
  /** The person has chosen to hide the address. */
  readonly isRelayOnly: boolean;
  readonly nat: NatLook;
  readonly gathered: readonly Gathered[];
}

function parseGathered(value: unknown): Gathered | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const { type, transport, count } = fields;
  if (!isOneOf(CANDIDATE_TYPES, type) || !isOneOf(TRANSPORTS, transport)) return undefined;
  return isCount(count, MAX_TOLD_CANDIDATES, 1) ? { type, transport, count } : undefined;
}

export function parsePathReport(record: Fields): PathReport | undefined {
  const { candidate, transport, isNear, isRelayOnly, nat, gathered } = record;
  if (!isOneOf(CANDIDATE_TYPES, candidate) || !isOneOf(TRANSPORTS, transport) || !isOneOf(NAT_LOOKS, nat))
    return undefined;
  if (typeof isRelayOnly !== 'boolean' || (isNear !== null && typeof isNear !== 'boolean')) return undefined;
  if (!Array.isArray(gathered) || gathered.length > CANDIDATE_TYPES.length * TRANSPORTS.length) return undefined;
  const parsed = gathered.map(parseGathered).filter((each) => each !== undefined);
  return parsed.length === gathered.length
    ? { candidate, transport, isNear, isRelayOnly, nat, gathered: parsed }
    : undefined;
}
