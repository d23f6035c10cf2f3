/** The lanes of one link, as several shares use them: as many, and probed as often, as the one that wants most. */
import type { PeerLanes } from '../room/service.ts';

export class LaneWishes {
  private readonly counts = new Map<number, number>();
  private readonly intervals = new Map<number, number>();

  private readonly lanes: PeerLanes;

  constructor(lanes: PeerLanes) {
    this.lanes = lanes;
  }

  /** @param share its number on the link */
  of(share: number): PeerLanes {
    const { lanes } = this;
    return {
      get open() {
        return lanes.open;
      },
      get isOpen() {
        return lanes.isOpen;
      },
      get controlBufferedBytes() {
        return lanes.controlBufferedBytes;
      },
      get receivedBytes() {
        return lanes.receivedBytes;
      },
      get roundTripMs() {
        return lanes.roundTripMs;
      },
      get path() {
        return lanes.path;
      },
      send: (frame, lane) => lanes.send(frame, lane),
      freeBytes: (lane) => lanes.freeBytes(lane),
      mostMessageBytes: (lane) => lanes.mostMessageBytes(lane),
      want: (count) => {
        this.counts.set(share, count);
        lanes.want(Math.max(...this.counts.values()));
      },
      tend: () => lanes.tend(),
      probe: (intervalMs) => {
        if (intervalMs === undefined) this.intervals.delete(share);
        else this.intervals.set(share, intervalMs);
        this.probe();
      },
    };
  }

  /** It wants nothing more. */
  forget(share: number): void {
    if (this.intervals.delete(share)) this.probe();
    if (this.counts.delete(share)) this.lanes.want(Math.max(1, ...this.counts.values()));
  }

  private probe(): void {
    this.lanes.probe(this.intervals.size === 0 ? undefined : Math.min(...this.intervals.values()));
  }
}
