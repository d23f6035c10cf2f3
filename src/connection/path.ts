/** How the bytes of a connection travel, told from both ends: neither sees all of it. Pure. */
import {
  CANDIDATE_TYPES,
  TRANSPORTS,
  type CandidateType,
  type Gathered,
  type PathReport,
  type Transport,
} from '../protocol/messages/path-report.ts';
import { MAX_TOLD_CANDIDATES } from '../protocol/limits.ts';
import { isNeighbour, isPrivate } from './address.ts';
import { natLook } from './nat.ts';
import type { CandidateFacts, Sample } from './statistics.ts';

export type Place = 'here' | 'there' | 'both';

/** Why the bytes go this way and no better one. */
export type Why =
  | 'same-network'
  /** Both ends can be reached as they are. */
  | 'public'
  /** NATs let in what answers to what was sent out. */
  | 'through-nat'
  /** Relayed, and nothing says why: no check of a direct pair was answered. */
  | 'unanswered'
  | `${'relay-only' | 'policy' | 'udp-blocked' | 'nat'}-${Place}`;

export interface Path {
  readonly kind: 'same-network' | 'direct' | 'relayed';
  /** The weakest of what both ends use: of a relayed path, how the relay is reached. */
  readonly transport: Transport;
  /** Who uses a relay; undefined when nobody does. One is enough. */
  readonly relayAt: Place | undefined;
  readonly why: Why;
  /** Types of the selected candidates, each as its own end knows it where that is known. */
  readonly here: CandidateType;
  readonly there: CandidateType;
}

function place(isHere: boolean, isThere: boolean): Place | undefined {
  if (isHere) return isThere ? 'both' : 'here';
  return isThere ? 'there' : undefined;
}

/**
 * Whether the other end is on one's own network; null where its address is not known. A host candidate without an
 * address is an mDNS name, and that it was found proves that it is near.
 */
function isNear(remote: CandidateFacts, locals: readonly CandidateFacts[]): boolean | null {
  const { address } = remote;
  if (address === undefined) return remote.type === 'host' ? true : null;
  return (
    isPrivate(address) ||
    locals.some((local) => local.type !== 'relay' && local.address !== undefined && isNeighbour(local.address, address))
  );
}

/** How many candidates there are of each kind; kinds without any are left out. */
export function tallyOf(candidates: readonly CandidateFacts[]): readonly Gathered[] {
  return CANDIDATE_TYPES.flatMap((type) =>
    TRANSPORTS.map((transport) => {
      const count = candidates.filter((each) => each.type === type && each.transport === transport).length;
      return { type, transport, count: Math.min(count, MAX_TOLD_CANDIDATES) };
    }),
  ).filter(({ count }) => count > 0);
}

/** What the other end is to be told; undefined while no pair is selected. */
export function reportOf(sample: Sample): PathReport | undefined {
  const { pair, locals, isRelayOnly } = sample;
  if (pair === undefined) return undefined;
  return {
    candidate: pair.local.type,
    transport: pair.local.transport,
    isNear: isNear(pair.remote, locals),
    isRelayOnly,
    nat: natLook(sample),
    gathered: tallyOf(locals),
  };
}

/**
 * The way, as far as it is known.
 * @param there what the other end said, if it has
 * @param seenThere type of the other end's candidate as it is seen from here
 */
export function pathOf(here: PathReport, there: PathReport | undefined, seenThere: CandidateType): Path {
  const types = { here: here.candidate, there: there?.candidate ?? seenThere };
  const relayAt = place(types.here === 'relay', types.there === 'relay');
  if (relayAt !== undefined) {
    const transports = [here, there].map((end) => (end?.candidate === 'relay' ? TRANSPORTS.indexOf(end.transport) : 0));
    const transport = TRANSPORTS[Math.max(...transports)] ?? 'udp';
    return { kind: 'relayed', transport, relayAt, why: whyRelayed(here, there), ...types };
  }
  const areHosts = types.here === 'host' && types.there === 'host';
  const isSameNetwork = areHosts && (here.isNear === true || there?.isNear === true);
  const direct = { transport: here.transport, relayAt, ...types };
  if (isSameNetwork) return { kind: 'same-network', why: 'same-network', ...direct };
  return { kind: 'direct', why: areHosts ? 'public' : 'through-nat', ...direct };
}

/**
 * All that a browser gathers which may use relays only, by a setting or a policy (draft-ietf-rtcweb-ip-handling, mode
 * 4). One that may use UDP has host candidates for it, whatever its network is like.
 */
export const isLimitedKind = ({ type, transport }: Pick<Gathered, 'type' | 'transport'>): boolean =>
  type === 'relay' || transport !== 'udp';

const isLimited = ({ gathered, isRelayOnly }: PathReport): boolean =>
  !isRelayOnly && gathered.length > 0 && gathered.every(isLimitedKind);

function whyRelayed(here: PathReport, there: PathReport | undefined): Why {
  const where = (is: (end: PathReport) => boolean): Place | undefined =>
    place(is(here), there !== undefined && is(there));
  const relayOnly = where(({ isRelayOnly }) => isRelayOnly);
  if (relayOnly !== undefined) return `relay-only-${relayOnly}`;
  const limited = where(isLimited);
  if (limited !== undefined) return `policy-${limited}`;
  const blocked = where(({ nat }) => nat === 'udp-blocked');
  if (blocked !== undefined) return `udp-blocked-${blocked}`;
  const mapped = where(({ nat }) => nat === 'symmetric' || nat === 'port-changing');
  return mapped === undefined ? 'unanswered' : `nat-${mapped}`;
}
