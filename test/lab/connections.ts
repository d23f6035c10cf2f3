/** What the browser itself says of the connections that a page makes. The app's own words are compared with it. */
import type { Page } from 'playwright';

interface Collected {
  readonly connection: RTCPeerConnection;
  /** As `icecandidate` gave them. */
  readonly candidates: string[];
  /** Of the connection, with the time since the page was opened. */
  readonly states: string[];
}

declare global {
  var collectedConnections: Collected[];
  var madeAtClick: number;
}

/**
 * Runs in the page before its own scripts, and changes nothing but that the instances are kept. Refers to nothing
 * outside.
 */
export function collectConnections(): void {
  const collected: Collected[] = [];
  globalThis.collectedConnections = collected;
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      const [candidates, states]: [string[], string[]] = [[], []];
      collected.push({ connection: this, candidates, states });
      this.addEventListener('connectionstatechange', () =>
        states.push(`${(performance.now() / 1000).toFixed(1)} s ${this.connectionState}`),
      );
      this.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate !== null && candidate.candidate !== '') candidates.push(candidate.candidate);
      });
    }
  };
}

/** The selected pair of a connection, as seen from one end. */
export interface Route {
  readonly local: RTCIceCandidateType;
  readonly remote: RTCIceCandidateType;
  /** How the bytes leave this machine: to the relay when `local` is "relay", else to the other end. */
  readonly protocol: 'udp' | 'tcp' | 'tls';
  /** ICE user name fragments, of this end and the other, which tell connections apart (RFC 8839, section 5.4). */
  readonly ufrags: readonly [string, string];
}

/** "srflx", "relay/tls". */
export const localName = ({ local, protocol }: Route): string => (local === 'relay' ? `relay/${protocol}` : local);

export const isRelayed = ({ local, remote }: Route): boolean => local === 'relay' || remote === 'relay';

/** Of all connections that are up. */
export function routesOf(page: Page): Promise<readonly Route[]> {
  return page.evaluate(async () => {
    interface Candidate extends RTCStats {
      readonly candidateType: RTCIceCandidateType;
      readonly protocol: 'udp' | 'tcp';
      readonly relayProtocol?: 'udp' | 'tcp' | 'tls';
    }
    const ufragIn = (description: RTCSessionDescription | null): string =>
      /a=ice-ufrag:(\S+)/.exec(description?.sdp ?? '')?.[1] ?? '';
    const routes: Route[] = [];
    for (const { connection } of globalThis.collectedConnections) {
      if (connection.connectionState !== 'connected') continue;
      const stats = new Map<string, RTCStats>();
      (await connection.getStats()).forEach((entry: RTCStats) => stats.set(entry.id, entry));
      const transport = [...stats.values()].find(({ type }) => type === 'transport') as RTCTransportStats | undefined;
      const pair = stats.get(transport?.selectedCandidatePairId ?? '') as RTCIceCandidatePairStats | undefined;
      const local = stats.get(pair?.localCandidateId ?? '') as Candidate | undefined;
      const remote = stats.get(pair?.remoteCandidateId ?? '') as Candidate | undefined;
      if (local === undefined || remote === undefined) continue;
      const ufrags = [
        ufragIn(connection.currentLocalDescription),
        ufragIn(connection.currentRemoteDescription),
      ] as const;
      routes.push({
        local: local.candidateType,
        remote: remote.candidateType,
        protocol: local.relayProtocol ?? local.protocol,
        ufrags,
      });
    }
    return routes;
  });
}

/**
 * Each connection between two pages as both see it, in the order of the first page. One that is up at one end only,
 * being opened or closed, is left out.
 */
export async function routesBetween(a: Page, b: Page): Promise<readonly (readonly [Route, Route])[]> {
  const [routes, others] = [await routesOf(a), await routesOf(b)];
  return routes.flatMap((route) => {
    const other = others.find(({ ufrags: [local, remote] }) => local === route.ufrags[1] && remote === route.ufrags[0]);
    return other === undefined ? [] : [[route, other] as const];
  });
}

/**
 * All that could tell others where this machine is: emitted candidates and the descriptions that were made, of the
 * connections after the first few.
 */
export function toldOf(page: Page, skipped = 0): Promise<readonly string[]> {
  return page.evaluate(
    (skipped) =>
      globalThis.collectedConnections
        .slice(skipped)
        .flatMap(({ connection, candidates }) => [...candidates, connection.localDescription?.sdp ?? '']),
    skipped,
  );
}

/**
 * How many connections there are is kept at the next click, before anything follows from it: in `madeAtClick`. More may
 * be made at any time.
 */
export function countAtClick(page: Page): Promise<void> {
  return page.evaluate(() =>
    addEventListener('click', () => (globalThis.madeAtClick = globalThis.collectedConnections.length), {
      capture: true,
      once: true,
    }),
  );
}

/** All that it was told of others: their descriptions, with the candidates that were added to them. */
export function heardBy(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    globalThis.collectedConnections.map(({ connection }) => connection.remoteDescription?.sdp ?? ''),
  );
}
