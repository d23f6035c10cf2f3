/** How the bytes of a connection travel, from getStats (W3C webrtc-stats). */

export interface Path {
  readonly kind: 'same-network' | 'direct' | 'relayed';
  readonly protocol: 'udp' | 'tcp' | 'tls';
  /** Candidate types of the selected pair (RFC 8445, section 4). */
  readonly local: RTCIceCandidateType;
  readonly remote: RTCIceCandidateType;
  readonly roundTripMs: number | undefined;
  /** "DTLS 1.2"; undefined where the browser does not say. */
  readonly dtlsVersion: string | undefined;
  /** IANA name of the cipher suite. */
  readonly dtlsCipher: string | undefined;
}

/** The parts of the statistics that matter here. TypeScript's own types lack some of them. */
interface CandidateStats {
  readonly candidateType: RTCIceCandidateType;
  readonly protocol?: string;
  /** Only on local relay candidates: how the browser talks to the relay. */
  readonly relayProtocol?: 'udp' | 'tcp' | 'tls';
}

const DTLS_VERSIONS: Record<string, string> = { FEFF: 'DTLS 1.0', FEFD: 'DTLS 1.2', FEFC: 'DTLS 1.3' };

interface Stats {
  readonly pair: RTCIceCandidatePairStats;
  readonly local: CandidateStats;
  readonly remote: CandidateStats;
  readonly transport: RTCTransportStats | undefined;
}

function selectedPair(report: RTCStatsReport): Stats | undefined {
  let transport: RTCTransportStats | undefined;
  let nominated: RTCIceCandidatePairStats | undefined;
  report.forEach((entry: RTCStats) => {
    if (entry.type === 'transport') transport = entry as RTCTransportStats;
    if (entry.type === 'candidate-pair' && (entry as RTCIceCandidatePairStats).nominated && (entry as RTCIceCandidatePairStats).state === 'succeeded') {
      nominated = entry as RTCIceCandidatePairStats;
    }
  });
  const id = transport?.selectedCandidatePairId;
  const pair = (id === undefined ? undefined : (report.get(id) as RTCIceCandidatePairStats | undefined)) ?? nominated;
  if (pair === undefined) return undefined;
  const local = report.get(pair.localCandidateId) as CandidateStats | undefined;
  const remote = report.get(pair.remoteCandidateId) as CandidateStats | undefined;
  return local && remote && { pair, local, remote, transport };
}

function protocolOf({ protocol, relayProtocol }: CandidateStats): Path['protocol'] {
  return relayProtocol ?? (protocol === 'tcp' ? 'tcp' : 'udp');
}

/** The selected pair in the terms above; undefined while there is none. */
export function pathOf(report: RTCStatsReport): Path | undefined {
  const stats = selectedPair(report);
  if (stats === undefined) return undefined;
  const { pair, local, remote, transport } = stats;
  const types = [local.candidateType, remote.candidateType];
  return {
    kind: types.includes('relay') ? 'relayed' : types.every((type) => type === 'host') ? 'same-network' : 'direct',
    protocol: protocolOf(local),
    local: local.candidateType,
    remote: remote.candidateType,
    roundTripMs: pair.currentRoundTripTime === undefined ? undefined : pair.currentRoundTripTime * 1000,
    dtlsVersion: DTLS_VERSIONS[transport?.tlsVersion ?? ''],
    dtlsCipher: transport?.dtlsCipher,
  };
}
