/** One look at a connection: the parts of its statistics that matter here (W3C webrtc-stats), as plain data. */
import type { CandidateType, Transport } from '../protocol/messages/path-report.ts';

/** One candidate. Browsers hide the address of some: mDNS names, and peer reflexive ones that were not signaled. */
export interface CandidateFacts {
  readonly type: CandidateType;
  readonly transport: Transport;
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** Port of the host candidate that it stands for; undefined where it is hidden. */
  readonly relatedPort: number | undefined;
}

export interface Sample {
  readonly locals: readonly CandidateFacts[];
  readonly remotes: readonly CandidateFacts[];
  /** The selected pair; undefined while there is none. */
  readonly pair:
    | { readonly local: CandidateFacts; readonly remote: CandidateFacts; readonly roundTripMs: number | undefined }
    | undefined;
  /** Connectivity checks over all pairs (RFC 8445, section 7). */
  readonly checks: { readonly sent: number; readonly answered: number };
  /** "DTLS 1.2"; undefined where the browser does not say. */
  readonly dtlsVersion: string | undefined;
  /** IANA name of the cipher suite. */
  readonly dtlsCipher: string | undefined;
  /** SHA-256 of the certificates, "AB:CD:…", from the descriptions (RFC 8122, section 5). */
  readonly fingerprints: { readonly here: string | undefined; readonly there: string | undefined };
  /** Largest SCTP message that the other end takes (RFC 8841, section 6); Infinity when it sets no limit. */
  readonly maxMessageBytes: number | undefined;
  readonly isRelayOnly: boolean;
  readonly isGathered: boolean;
  /** A server was asked by UDP what it sees of us. */
  readonly hasUdpServer: boolean;
  readonly hasRelayServer: boolean;
}

/** TypeScript's own types lack some of these. */
interface CandidateStats extends RTCStats {
  readonly candidateType: RTCIceCandidateType;
  readonly protocol?: string;
  /** Only on local relay candidates: how the browser talks to the relay. */
  readonly relayProtocol?: Transport;
  readonly address?: string | null;
  readonly port?: number;
  readonly relatedPort?: number;
}

const DTLS_VERSIONS: Record<string, string> = { FEFF: 'DTLS 1.0', FEFD: 'DTLS 1.2', FEFC: 'DTLS 1.3' };

function factsOf({
  candidateType,
  protocol,
  relayProtocol,
  address,
  port,
  relatedPort,
}: CandidateStats): CandidateFacts {
  return {
    type: candidateType,
    transport: relayProtocol ?? (protocol === 'tcp' ? 'tcp' : 'udp'),
    address: address || undefined,
    port,
    relatedPort: relatedPort || undefined,
  };
}

function pairOf(
  report: RTCStatsReport,
  pairs: readonly RTCIceCandidatePairStats[],
  transport: RTCTransportStats | undefined,
): Sample['pair'] {
  const pair =
    pairs.find(({ id }) => id === transport?.selectedCandidatePairId) ??
    pairs.find(({ nominated, state }) => nominated && state === 'succeeded');
  const local = pair && (report.get(pair.localCandidateId) as CandidateStats | undefined);
  const remote = pair && (report.get(pair.remoteCandidateId) as CandidateStats | undefined);
  if (pair === undefined || local === undefined || remote === undefined) return undefined;
  const { currentRoundTripTime: seconds } = pair;
  return {
    local: factsOf(local),
    remote: factsOf(remote),
    roundTripMs: seconds === undefined ? undefined : seconds * 1000,
  };
}

const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** In the description that the other end checks the certificate by, the first is the one in use. */
export const fingerprintOf = (sdp: string | undefined): string | undefined =>
  /^a=fingerprint:sha-256 ([\dA-F:]+)\s*$/im.exec(sdp ?? '')?.[1]?.toUpperCase();

const urlsOf = ({ iceServers }: RTCConfiguration): string[] => iceServers?.flatMap(({ urls }) => urls) ?? [];

export async function sampleOf(pc: RTCPeerConnection): Promise<Sample> {
  const report = await pc.getStats();
  const entries: RTCStats[] = [];
  report.forEach((entry: RTCStats) => entries.push(entry));
  const candidates = (type: RTCStatsType): CandidateFacts[] =>
    entries.filter((entry) => entry.type === type).map((entry) => factsOf(entry as CandidateStats));
  const pairs = entries.filter(({ type }) => type === 'candidate-pair') as RTCIceCandidatePairStats[];
  const transport = entries.find(({ type }) => type === 'transport') as RTCTransportStats | undefined;
  const config = pc.getConfiguration();
  const urls = urlsOf(config);
  return {
    locals: candidates('local-candidate'),
    remotes: candidates('remote-candidate'),
    pair: pairOf(report, pairs, transport),
    checks: {
      sent: sum(pairs.map(({ requestsSent }) => requestsSent)),
      answered: sum(pairs.map(({ responsesReceived }) => responsesReceived)),
    },
    dtlsVersion: DTLS_VERSIONS[transport?.tlsVersion ?? ''],
    dtlsCipher: transport?.dtlsCipher,
    fingerprints: { here: fingerprintOf(pc.localDescription?.sdp), there: fingerprintOf(pc.remoteDescription?.sdp) },
    maxMessageBytes: pc.sctp?.maxMessageSize,
    isRelayOnly: config.iceTransportPolicy === 'relay',
    isGathered: pc.iceGatheringState === 'complete',
    hasUdpServer: urls.some((url) => /^(stun|turn):/.test(url) && !/transport=tcp/.test(url)),
    hasRelayServer: urls.some((url) => /^turns?:/.test(url)),
  };
}
