/**
 * How many blocks are read at once: for one receiver, over all its lanes and also after it has begun anew; and from one
 * vault, for all receivers.
 */
import { MAX_READS_AT_ONCE } from '../../protocol/limits.ts';

export class Semaphore {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  /** Resolves when there is room. Whoever entered has to leave. */
  async enter(): Promise<void> {
    if (this.inside >= MAX_READS_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.inside += 1;
  }

  leave(): void {
    this.inside -= 1;
    this.waiting.shift()?.();
  }
}
