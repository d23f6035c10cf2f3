/**
 * How much this page sends at the most, over all that it gives to anybody: what a person has set for the device. A bucket
 * of tokens: it may go into debt by one chunk, and pays that off before the next.
 */
import type { UploadChoice } from './upload-choice.ts';

/** What may be sent at once after a pause, as a time at the full rate. */
const BURST_SECONDS = 0.1;

/** Many small frames wake once. */
const LEAST_WAIT_MS = 5;

export class UploadCap {
  private bytesPerSecond = Infinity;
  private balance = 0;
  private countedMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  private readonly now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** As the person has it, now and later. */
  static of(choice: UploadChoice, signal: AbortSignal): UploadCap {
    const cap = new UploadCap();
    const look = (): void => cap.set(choice.mostBitsPerSecond);
    look();
    choice.onChange(look, signal);
    return cap;
  }

  /** @param bitsPerSecond undefined: no limit */
  set(bitsPerSecond: number | undefined): void {
    const bytesPerSecond = bitsPerSecond === undefined ? Infinity : bitsPerSecond / 8;
    if (bytesPerSecond === this.bytesPerSecond) return;
    this.bytesPerSecond = bytesPerSecond;
    this.balance = 0;
    this.countedMs = this.now();
    this.wake();
  }

  /** That may go out now; 0 or less: wait for `onRoom`. */
  get freeBytes(): number {
    if (this.bytesPerSecond === Infinity) return Infinity;
    const nowMs = this.now();
    const grown = this.balance + ((nowMs - this.countedMs) / 1000) * this.bytesPerSecond;
    this.balance = Math.min(grown, this.bytesPerSecond * BURST_SECONDS);
    this.countedMs = nowMs;
    if (this.balance <= 0) this.wakeLater();
    return this.balance;
  }

  /** Whoever stopped because of it is told when there is room: a send buffer that never was full tells nobody. */
  take(bytes: number): void {
    if (this.bytesPerSecond === Infinity) return;
    this.balance -= bytes;
    this.wakeLater();
  }

  onRoom(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
  }

  /** Whoever may have found it empty is told when it is not: each in turn first. */
  private wakeLater(): void {
    if (this.timer !== undefined) return;
    const untilMs = (1000 * (1 - this.balance)) / this.bytesPerSecond;
    this.timer = setTimeout(() => this.wake(), Math.max(LEAST_WAIT_MS, untilMs));
  }

  private wake(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const [first, ...others] = this.listeners;
    if (first === undefined) return;
    this.listeners.delete(first);
    this.listeners.add(first);
    for (const listener of [...others, first]) listener();
  }
}
