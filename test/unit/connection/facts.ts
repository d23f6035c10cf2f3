/** Samples and reports for tests: what is not said is as of a browser with nothing special. */
import type { CandidateFacts, Sample } from '../../../src/connection/statistics.ts';
import type { PathReport } from '../../../src/protocol/messages/path-report.ts';

export const candidate = (changes: Partial<CandidateFacts> = {}): CandidateFacts => ({
  type: 'host',
  transport: 'udp',
  address: undefined,
  port: 5000,
  relatedPort: undefined,
  ...changes,
});

export const srflx = (changes: Partial<CandidateFacts> = {}): CandidateFacts =>
  candidate({ type: 'srflx', address: '203.0.113.7', ...changes });

export const relay = (transport: CandidateFacts['transport'] = 'udp'): CandidateFacts =>
  candidate({ type: 'relay', transport, address: '198.51.100.1', port: 49_200 });

export const sample = (changes: Partial<Sample> = {}): Sample => ({
  locals: [candidate()],
  remotes: [],
  pair: undefined,
  checks: { sent: 0, answered: 0 },
  dtlsVersion: undefined,
  dtlsCipher: undefined,
  fingerprints: { here: undefined, there: undefined },
  maxMessageBytes: undefined,
  isRelayOnly: false,
  isGathered: true,
  hasUdpServer: true,
  hasRelayServer: true,
  ...changes,
});

export const report = (changes: Partial<PathReport> = {}): PathReport => ({
  candidate: 'host',
  transport: 'udp',
  isNear: false,
  isRelayOnly: false,
  nat: 'unknown',
  gathered: [],
  ...changes,
});
