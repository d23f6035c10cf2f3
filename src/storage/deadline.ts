/**
 * An end for every call to the browser's storage. Some are never answered: after "Clear site data" in the middle of a
 * transfer Chromium does not close a file of OPFS (Chromium 156, 2026-11-28).
 *
 * The law: calls of one store share one clock. Any answer sets it back to zero, so a disk that is slow and works is no
 * failure. A call that moves bytes has more time, by the pace of the slowest disk that is of use. When there is silence
 * for longer, all of them fail.
 */
import { BeamError, type ErrorCode } from '../protocol/errors.ts';

/** Without any answer. */
export const SILENCE_MS = 10_000;

/**
 * More for what has to write: an SD card or a USB stick on a bad day. All in all nobody looks at a page that stands
 * still for over 15 s.
 */
const SLOWEST_BYTES_PER_SECOND = 4 * 1024 * 1024;
export const MOST_WRITING_MS = 5000;

/**
 * The clock counts these, and not the time of day: a page that was frozen, or a computer that slept, has not waited
 * meanwhile.
 */
const TICK_MS = 500;

interface Waiting {
  /** More than for a word. */
  readonly extraMs: number;
  readonly reject: (reason: BeamError) => void;
}

export interface DeadlineOptions {
  /** Of the failure. */
  readonly code?: ErrorCode;
  readonly silenceMs?: number;
  /** What all calls together may take longer. */
  readonly mostExtraMs?: number;
  /** It is silent: whoever does not answer can be replaced. */
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
   * Settles as the call does, or rejects when there is silence; what the call says after that is nothing.
   * @param extraMs that it may take longer: see `writingMs`
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

/** What a call may take longer that has to write this much. */
export const writingMs = (bytes: number): number => (1000 * bytes) / SLOWEST_BYTES_PER_SECOND;

/** One call, where there is another way if it is not answered soon. Rejects with `storage-lost`. */
export const answeredWithin = <Result>(silenceMs: number, call: () => Promise<Result>): Promise<Result> =>
  new Deadline({ silenceMs }).wait(call);
