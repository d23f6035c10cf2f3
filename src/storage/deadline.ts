/**
 * Deadlines for calls to the browser's storage. Some calls are never answered: after "Clear site data" during a
 * transfer, closing a file of OPFS does not end (Chromium 156, 2026-11-28).
 *
 * All calls of one store share one clock. Any answer sets it back to zero, so a slow disk that works does not fail. A
 * call that writes bytes has more time, as the slowest useful disk needs it. When the store is silent for longer than
 * that, all of its calls fail.
 */
import { BeamError, type ErrorCode } from '../protocol/errors.ts';

/** How long a store may be silent. */
export const SILENCE_MS = 10_000;

/**
 * A call that writes gets more time by the rate of a slow SD card or USB stick, up to MOST_WRITING_MS. With SILENCE_MS
 * that is 15 s at the most: a page must not stand still for longer.
 */
const SLOWEST_BYTES_PER_SECOND = 4 * 1024 * 1024;
export const MOST_WRITING_MS = 5000;

/**
 * The clock counts these ticks and not the time of day: while a page is frozen or a computer sleeps, it does not run.
 */
const TICK_MS = 500;

interface Waiting {
  /** How much longer than SILENCE_MS this call may take. */
  readonly extraMs: number;
  readonly reject: (reason: BeamError) => void;
}

export interface DeadlineOptions {
  /** The code of the failure. */
  readonly code?: ErrorCode;
  readonly silenceMs?: number;
  /** The most extra time that all calls together may have. */
  readonly mostExtraMs?: number;
  /** Called on a failure, so that what does not answer can be replaced. */
  onSilence?(): void;
}

export class Deadline {
  private readonly waiting = new Set<Waiting>();
  private readonly options: DeadlineOptions;
  private silentMs = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: DeadlineOptions = {}) {
    this.options = options;
  }

  /**
   * Settles as the call does, or rejects when the store is silent. Later answers of the call are ignored.
   * @param extraMs how much longer this call may take: see `writingMs`
   */
  wait<Result>(call: () => Promise<Result>, extraMs = 0): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const waiting: Waiting = { extraMs, reject };
      this.add(waiting);
      const settle =
        <Value>(tell: (value: Value) => void) =>
        (value: Value): void => {
          this.delete(waiting);
          tell(value);
        };
      // A browser's function may throw where it should reject.
      new Promise<Result>((answer) => answer(call())).then(settle(resolve), settle(reject));
    });
  }

  /** A sign that it is at work, besides an answer. */
  gotSign(): void {
    this.silentMs = 0;
  }

  private add(waiting: Waiting): void {
    if (this.waiting.size === 0) this.silentMs = 0;
    this.waiting.add(waiting);
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  private delete(waiting: Waiting): void {
    if (!this.waiting.delete(waiting)) return;
    this.silentMs = 0;
    if (this.waiting.size === 0) this.stop();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    this.silentMs += TICK_MS;
    const { silenceMs = SILENCE_MS, mostExtraMs = MOST_WRITING_MS } = this.options;
    const extraMs = [...this.waiting].reduce((sum, waiting) => sum + waiting.extraMs, 0);
    if (this.silentMs < silenceMs + Math.min(extraMs, mostExtraMs)) return;
    this.stop();
    const error = new BeamError(this.options.code ?? 'storage-lost', { cause: `no answer for ${this.silentMs} ms` });
    const all = [...this.waiting];
    this.waiting.clear();
    for (const { reject } of all) reject(error);
    this.options.onSilence?.();
  }
}

/** How much longer a call may take that writes this many bytes. */
export const writingMs = (bytes: number): number => (1000 * bytes) / SLOWEST_BYTES_PER_SECOND;

/** A deadline for one call, for which there is another way. Rejects with `storage-lost`. */
export const answeredWithin = <Result>(silenceMs: number, call: () => Promise<Result>): Promise<Result> =>
  new Deadline({ silenceMs }).wait(call);
