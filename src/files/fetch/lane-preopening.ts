/**
 * Opens lanes while the person still looks at the list: on a far path that takes six round trips, and who accepts soon
 * need not wait for them. Not for long: each is a connection that both sides keep up.
 */
import type { LaneController } from './lane-controller.ts';
import type { ProviderPool } from './provider-pool.ts';

const AHEAD_MS = 30_000;

export class LanePreopening {
  private readonly timer: ReturnType<typeof setTimeout>;
  private isOver = false;

  private readonly pool: ProviderPool;
  private readonly laneController: LaneController;
  private readonly missingBytes: number;

  constructor(pool: ProviderPool, laneController: LaneController, missingBytes: number) {
    this.pool = pool;
    this.laneController = laneController;
    this.missingBytes = missingBytes;
    this.timer = setTimeout(() => this.giveUp(), AHEAD_MS);
  }

  /** To be called when there may be news of a path. */
  look(): void {
    if (this.isOver) return;
    for (const provider of this.pool.sources) this.laneController.tend(provider, this.missingBytes, true);
  }

  /** It is accepted: whoever takes it tends the lanes. */
  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private giveUp(): void {
    this.isOver = true;
    for (const provider of this.pool.sources) provider.wantLanes(1);
  }
}
