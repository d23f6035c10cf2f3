/**
 * A disk that ran full in the middle of a transfer: how much is missing, and when it goes on. Nothing is lost; what
 * arrived stays.
 */
import { BeamError } from '../../protocol/errors.ts';

const LOOK_MS = 3000;
/** Where the browser does not say what is free, trying is the only way to know. */
const TRY_MS = 30_000;

export interface SpaceWatchEvents {
  /** Other figures. */
  onChange(): void;
  /** There is free space again, or it is worth a try. */
  onRoom(): void;
}

export class SpaceWatch {
  private timer: ReturnType<typeof setInterval> | undefined;
  private sinceMs = 0;
  /** `space-gone`, with figures where the browser gives them; undefined while there is free space. */
  shortage: BeamError | undefined;

  private readonly freeBytes: () => Promise<number | undefined>;
  private readonly neededBytes: () => number;
  private readonly events: SpaceWatchEvents;

  /** @param freeBytes of this origin @param neededBytes for what is still missing */
  constructor(freeBytes: () => Promise<number | undefined>, neededBytes: () => number, events: SpaceWatchEvents) {
    this.freeBytes = freeBytes;
    this.neededBytes = neededBytes;
    this.events = events;
  }

  /** A write found no free space. */
  gotFull(): void {
    if (this.shortage !== undefined) return;
    this.shortage = new BeamError('space-gone');
    this.sinceMs = performance.now();
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    void this.look();
  }

  /** By hand, or because it is over. */
  stop(): void {
    clearInterval(this.timer);
    this.shortage = undefined;
  }

  private async look(): Promise<void> {
    const freeBytes = await this.freeBytes().catch(() => undefined);
    if (this.shortage === undefined) return;
    const neededBytes = this.neededBytes();
    const isRoom = freeBytes === undefined ? performance.now() - this.sinceMs >= TRY_MS : freeBytes >= neededBytes;
    if (isRoom) {
      this.stop();
      return this.events.onRoom();
    }
    this.shortage = new BeamError('space-gone', { figures: freeBytes === undefined ? {} : { neededBytes, freeBytes } });
    this.events.onChange();
  }
}
