/** Sees to it, now and then, that each supplier has as many lanes and probes as its path is worth. */
import { LaneClimb, type LanePath } from '../transfer/lane-climb.ts';
import { NEAR_MS } from '../transfer/window.ts';
import type { Supplier } from './supplier.ts';

/** Between two probes (SPEC.md, L5). */
const LEAST_PROBE_MS = 10;
const MOST_PROBE_MS = 40;

export class LaneTending {
  private readonly climbs = new WeakMap<Supplier, LaneClimb>();

  /**
   * To be called about twice a second, and when there is news: what a path is like is known some time after its link is open.
   *
   * @param isResting nothing is asked for at the moment
   */
  tend(supplier: Supplier, missingBytes: number, isResting: boolean): void {
    const nowMs = performance.now();
    const climb = this.climbs.get(supplier) ?? new LaneClimb(nowMs);
    this.climbs.set(supplier, climb);
    const path = lanePathOf(supplier);
    const { roundTripMs = 0, receivedBytes } = supplier;
    supplier.probe(isResting ? undefined : probeMs(path, roundTripMs));
    supplier.wantLanes(climb.check(nowMs, { path, roundTripMs, missingBytes, open: supplier.lanes.size, receivedBytes, isResting }));
  }
}

function lanePathOf({ connection, roundTripMs }: Supplier): LanePath {
  const { path } = connection;
  if (path === undefined) return 'unknown';
  if (path.kind === 'same-network' || (roundTripMs ?? Infinity) < NEAR_MS) return 'near';
  return path.kind === 'relayed' ? 'relayed' : 'far';
}

/** Several in a round trip, for one alone may have met a busy machine; fewer where they only tell whether the path is near. */
function probeMs(path: LanePath, roundTripMs: number): number {
  return path === 'near' ? MOST_PROBE_MS : Math.min(MOST_PROBE_MS, Math.max(LEAST_PROBE_MS, roundTripMs / 4));
}
