/**
 * What kind of NAT an end seems to be behind (RFC 4787, section 4), by its own candidates. One STUN server is asked, so
 * most of it is a guess; what is known of other destinations (peer reflexive candidates) makes it better. Pure.
 */
import type { NatLook } from '../protocol/messages/path-report.ts';
import { isPrivate } from './address.ts';
import type { CandidateFacts, Sample } from './statistics.ts';

type Facts = Pick<Sample, 'locals' | 'isGathered' | 'hasUdpServer'>;

export function natLook({ locals, isGathered, hasUdpServer }: Facts): NatLook {
  const udp = locals.filter(({ transport }) => transport === 'udp');
  const hosts = udp.filter(({ type }) => type === 'host');
  const reflexive = udp.filter(({ type }) => type === 'srflx');
  if (reflexive.length > 0)
    return mappedLook(
      hosts,
      reflexive,
      udp.filter(({ type }) => type === 'prflx'),
    );
  if (hosts.some(({ address }) => address !== undefined && !isPrivate(address))) return 'open';
  // Servers by UDP are quicker to answer than those by TCP: when only these did, nothing else will.
  const isTold =
    (isGathered && locals.length > 0) || locals.some(({ type, transport }) => type === 'relay' && transport !== 'udp');
  const isSilent = !udp.some(({ type }) => type === 'relay');
  return hasUdpServer && isTold && isSilent ? 'udp-blocked' : 'unknown';
}

function mappedLook(
  hosts: readonly CandidateFacts[],
  reflexive: readonly CandidateFacts[],
  peerReflexive: readonly CandidateFacts[],
): NatLook {
  if (reflexive.some(({ address, port }) => hosts.some((host) => host.address === address && host.port === port)))
    return 'open';
  // The other end saw another port than the STUN server did.
  const isElsewhere = (seen: CandidateFacts): boolean => !reflexive.some(({ port }) => port === seen.port);
  const hasMoved = peerReflexive.some(
    (seen) =>
      isElsewhere(seen) && reflexive.some(({ address }) => seen.address === undefined || seen.address === address),
  );
  if (hasMoved) return 'symmetric';
  // Two servers saw two ports of the only socket.
  const seen = new Set(reflexive.map(({ address, port }) => `${address} ${port}`));
  if (hosts.length === 1 && seen.size > 1 && new Set(reflexive.map(({ address }) => address)).size === 1)
    return 'symmetric';
  const keepsPort = reflexive.some(
    ({ port, relatedPort }) => port === relatedPort || hosts.some((host) => host.port === port),
  );
  return keepsPort ? 'port-preserving' : 'port-changing';
}
