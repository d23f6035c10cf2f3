/** Sees to it, now and then, that each provider has as many lanes and probes as its path is worth. */
import { LaneCountSearch, type LanePath } from '../../transfer/flow/lane-count-search.ts';
import { NEAR_MS } from '../../transfer/flow/flight.ts';
import type { Provider } from './provider.ts';

/** Between two probes (SPEC.md, L5). */
const LEAST_PROBE_MS = 10;
const MOST_PROBE_MS = 40;
/** On a slow line fewer, so that they and their answers take no more than this part of it. */
const PROBE_PART = 0.01;
/** Of one on the line, with all its headers. */
const PROBE_LINE_BYTES = 100;
const SLOW_PROBE_MS = 80;
const PROBE_STEP_MS = 10;
/** Over which it is seen how fast the line is. */
const MEASURE_MS = 400;

interface Pulse {
  atMs: number;
  bytes: number;
  probeMs: number;
}

export class LaneController {
  private readonly searches = new WeakMap<Provider, LaneCountSearch>();
  private readonly pulses = new WeakMap<Provider, Pulse>();

  /**
   * To be called about twice a second, and when there is news: what a path is like is known some time after its link is
   * open.
   *
   * @param isResting nothing is asked for at the moment
   * @param worth lanes that the path is worth (LaneFacts)
   */
  tend(provider: Provider, missingBytes: number, isResting: boolean, worth?: number): void {
    const nowMs = performance.now();
    const search = this.searches.get(provider) ?? new LaneCountSearch(nowMs);
    this.searches.set(provider, search);
    const path = lanePathOf(provider);
    const {
      roundTripMs = 0,
      lanes: { receivedBytes },
    } = provider;
    provider.lanes.probe(isResting ? undefined : this.probeMs(provider, path, nowMs));
    provider.wantLanes(
      search.check(nowMs, {
        path,
        roundTripMs,
        missingBytes,
        open: provider.lanes.open.size,
        receivedBytes,
        isResting,
        worth,
      }),
    );
  }

  private probeMs(provider: Provider, path: LanePath, nowMs: number): number {
    const {
      roundTripMs = 0,
      lanes: { receivedBytes },
    } = provider;
    const usualMs = usualProbeMs(path, roundTripMs);
    const pulse = this.pulses.get(provider) ?? { atMs: nowMs, bytes: receivedBytes, probeMs: usualMs };
    const ms = nowMs - pulse.atMs;
    const bytesPerMs = (receivedBytes - pulse.bytes) / ms;
    if (ms >= MEASURE_MS)
      Object.assign(pulse, {
        atMs: nowMs,
        bytes: receivedBytes,
        probeMs: Math.min(
          SLOW_PROBE_MS,
          PROBE_STEP_MS * Math.round(PROBE_LINE_BYTES / (PROBE_PART * bytesPerMs) / PROBE_STEP_MS),
        ),
      });
    this.pulses.set(provider, pulse);
    return Math.max(usualMs, pulse.probeMs);
  }
}

function lanePathOf({ lanes: { path }, roundTripMs }: Provider): LanePath {
  if (path === undefined) return 'unknown';
  if (path.kind === 'same-network' || (roundTripMs ?? Infinity) < NEAR_MS) return 'near';
  return path.kind === 'relayed' ? 'relayed' : 'far';
}

/**
 * Several in a round trip, for one alone may have met a busy machine; fewer where they only tell whether the path is
 * near.
 */
function usualProbeMs(path: LanePath, roundTripMs: number): number {
  return path === 'near' ? MOST_PROBE_MS : Math.min(MOST_PROBE_MS, Math.max(LEAST_PROBE_MS, roundTripMs / 4));
}
