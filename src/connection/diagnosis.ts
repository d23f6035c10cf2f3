/** Why a connection could not be made, or was lost, as the code whose text says what to do. Pure. */
import type { ErrorCode, RelayCode } from '../protocol/errors.ts';
import { natLook } from './nat.ts';
import { isLimitedKind } from './path.ts';
import type { Sample } from './statistics.ts';
import { stageOf, type Timeline } from './timeline.ts';

export interface Findings {
  readonly timeline: Timeline;
  /** The last look at it while it lived; undefined when there was none. */
  readonly sample:
    | Pick<Sample, 'locals' | 'isGathered' | 'hasUdpServer' | 'hasRelayServer' | 'isRelayOnly'>
    | undefined;
  /** The other side is in the room, as far as the room says. */
  readonly isPartnerThere: boolean;
  /** Why there is no relay, if there is none. */
  readonly missingRelay: RelayCode | undefined;
  /** What the other side found. */
  readonly told: ErrorCode | undefined;
}

export function diagnosis({ timeline, sample, isPartnerThere, missingRelay, told }: Findings): ErrorCode {
  if (!isPartnerThere) return 'peer-left';
  if (timeline.isOpen) return 'connection-lost';
  switch (stageOf(timeline)) {
    case 'signaling':
      return told ?? 'signaling-failed';
    case 'connecting':
      // Where relays are all that the other side may use, that there is none is the smaller half of the truth.
      return told === 'webrtc-limited' ? told : (noWay(sample, missingRelay) ?? told ?? 'connection-failed');
    case 'securing':
    case 'communicating':
      return 'securing-failed';
  }
}

/** The most telling of what is wrong at this end; undefined when nothing is. */
function noWay(sample: Findings['sample'], missingRelay: RelayCode | undefined): ErrorCode | undefined {
  if (sample === undefined) return missingRelay;
  const { locals, isGathered, isRelayOnly, hasRelayServer } = sample;
  const hasRelay = locals.some(({ type }) => type === 'relay');
  if (isRelayOnly && !hasRelay) return 'relay-required';
  const isLimited = isGathered && !isRelayOnly && locals.every(isLimitedKind);
  if (isLimited && (locals.length > 0 || !hasRelayServer)) return 'webrtc-limited';
  if (locals.length === 0 && isGathered) return 'candidates-none';
  if (missingRelay === 'relay-none' && natLook(sample) === 'udp-blocked') return 'udp-blocked';
  if (missingRelay !== undefined) return missingRelay;
  return hasRelayServer && !hasRelay ? 'relay-unavailable' : undefined;
}
