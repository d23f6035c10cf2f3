/** Sees to it, now and then, that each supplier has as many lanes and probes as its path is worth. */
import { LaneClimb, type LanePath } from '../../transfer/flow/lane-count-search.ts';
import { NEAR_MS } from '../../transfer/flow/window.ts';
import type { Supplier } from './provider.ts';

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

export class LaneTending {
  private readonly climbs = new WeakMap<Supplier, LaneClimb>();
  private readonly pulses = new WeakMap<Supplier, Pulse>();

  /**
   * To be called about twice a second, and when there is news: what a path is like is known some time after its link is
   * open.
   *
   * @param isResting nothing is asked for at the moment
   * @param worth lanes that the path is worth (LaneFacts)
   */
  tend(supplier: Supplier, missingBytes: number, isResting: boolean, worth?: number): void {
    const nowMs = performance.now();
    const climb = this.climbs.get(supplier) ?? new LaneClimb(nowMs);
    this.climbs.set(supplier, climb);
    const path = lanePathOf(supplier);
    const { roundTripMs = 0, receivedBytes } = supplier;
    supplier.probe(isResting ? undefined : this.probeMs(supplier, path, nowMs));
    supplier.wantLanes(
      climb.check(nowMs, {
        path,
        roundTripMs,
        missingBytes,
        open: supplier.lanes.size,
        receivedBytes,
        isResting,
        worth,
      }),
    );
  }

  private probeMs(supplier: Supplier, path: LanePath, nowMs: number): number {
    const { roundTripMs = 0, receivedBytes } = supplier;
    const usualMs = usualProbeMs(path, roundTripMs);
    const pulse = this.pulses.get(supplier) ?? { atMs: nowMs, bytes: receivedBytes, probeMs: usualMs };
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
    this.pulses.set(supplier, pulse);
    return Math.max(usualMs, pulse.probeMs);
  }
}

function lanePathOf({ connection, roundTripMs }: Supplier): LanePath {
  const { path } = connection;
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
