/**
 * Opens lanes while the person still looks at the list: on a far path that takes six round trips, and who accepts soon
 * need not wait for them. Not for long: each is a connection that both sides keep up.
 */
import type { LaneTending } from './lane-controller.ts';
import type { Swarm } from './provider-pool.ts';

const AHEAD_MS = 30_000;

export class HeadStart {
  private readonly timer: ReturnType<typeof setTimeout>;
  private isOver = false;

  private readonly swarm: Swarm;
  private readonly tending: LaneTending;
  private readonly missingBytes: number;

  constructor(swarm: Swarm, tending: LaneTending, missingBytes: number) {
    this.swarm = swarm;
    this.tending = tending;
    this.missingBytes = missingBytes;
    this.timer = setTimeout(() => this.giveUp(), AHEAD_MS);
  }

  /** To be called when there may be news of a path. */
  look(): void {
    if (this.isOver) return;
    for (const supplier of this.swarm.sources) this.tending.tend(supplier, this.missingBytes, true);
  }

  /** It is accepted: whoever takes it tends the lanes. */
  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private giveUp(): void {
    this.isOver = true;
    for (const supplier of this.swarm.sources) supplier.wantLanes(1);
  }
}
