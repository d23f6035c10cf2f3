/**
 * Sinks with an end (deadline.ts): one that neither saves, nor gives any sign that it is at work, fails with
 * `save-failed`. A person who looks at a picker, or has paused the download in the browser, is no silence: pickers open
 * before a sink is made, and of a streamed download the service worker tells as long as it is there.
 */
import { Deadline, SILENCE_MS } from './deadline.ts';
import type { Sink, SinkFile } from './sink/sink.ts';
import type { ByteStream, StreamedFile, StreamingSink } from './sink/streaming/streaming-sink.ts';

/** A service worker that does not begin is waited for nearly as long (streamed-download.ts), and says so itself. */
const SINK_SILENCE_MS = SILENCE_MS + 2000;

/**
 * Under way at the most before the first of them is told as saved (folder-sink.ts), and a pace for it: a place that
 * people save to.
 */
const MOST_UNTOLD_BYTES = 512 * 1024 * 1024;
const SAVED_BYTES_PER_SECOND = 16 * 1024 * 1024;

/** Closing a file: Chromium looks through it first, and other places are copied to. */
const CLOSED_BYTES_PER_SECOND = 4 * SAVED_BYTES_PER_SECOND;

const closingMs = (bytes: number): number => (1000 * bytes) / CLOSED_BYTES_PER_SECOND;

/** How long there may be no sign while these are saved. */
export function quietMs(sizes: readonly number[]): number {
  let [total, largest] = [0, 0];
  for (const size of sizes) {
    total += size;
    largest = Math.max(largest, size);
  }
  return SINK_SILENCE_MS + (1000 * Math.min(total, MOST_UNTOLD_BYTES)) / SAVED_BYTES_PER_SECOND + closingMs(largest);
}

export class TimedSink implements Sink {
  private readonly sink: Sink;
  private readonly silenceMs: number | undefined;

  /** @param silenceMs by the sizes of the files, if not told */
  constructor(sink: Sink, silenceMs?: number) {
    this.sink = sink;
    this.silenceMs = silenceMs;
  }

  save(files: readonly SinkFile[], signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void> {
    const late = new AbortController();
    const silenceMs = this.silenceMs ?? quietMs(files.map(({ blob }) => blob.size));
    const deadline = new Deadline({ code: 'save-failed', silenceMs, onSilence: () => late.abort() });
    const gotSaved = (bytes: number): void => {
      deadline.gotSign();
      onSaved(bytes);
    };
    return deadline.wait(() => this.sink.save(files, AbortSignal.any([signal, late.signal]), gotSaved));
  }
}

export class TimedStreamingSink implements StreamingSink {
  private readonly sink: StreamingSink;
  private readonly silenceMs: number;

  constructor(sink: StreamingSink, silenceMs: number = SINK_SILENCE_MS) {
    this.sink = sink;
    this.silenceMs = silenceMs;
  }

  /** The clock runs while the sink has bytes in its hands: how long the next ones take to come is not its affair. */
  async save(
    files: readonly StreamedFile[],
    stream: ByteStream,
    signal: AbortSignal,
    onSign: () => void = () => {},
  ): Promise<void> {
    const late = new AbortController();
    const handed = new Handed(files, this.silenceMs, (reason) => late.abort(reason));
    const reader = stream.getReader();
    const watched: ByteStream = new ReadableStream(
      {
        pull: async (controller) => {
          handed.took();
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
          handed.gave(value?.length ?? 0);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
    const either = AbortSignal.any([signal, late.signal]);
    const isLate = new Promise<never>((_, reject) =>
      late.signal.addEventListener('abort', () => reject(late.signal.reason as Error), { once: true }),
    );
    handed.gave(0);
    const saving = this.sink.save(files, watched, either, () => {
      handed.gotSign();
      onSign();
    });
    try {
      await Promise.race([saving, isLate]);
    } catch (thrown) {
      await reader.cancel(thrown).catch(() => {});
      throw thrown;
    } finally {
      isLate.catch(() => {});
      handed.took();
    }
  }
}

/** What a sink has been given and has not asked for more since. */
class Handed {
  private readonly ends: readonly number[];
  private readonly deadline: Deadline;
  private readonly onLate: (reason: unknown) => void;
  private bytes = 0;
  private ended = 0;
  private settle: () => void = () => {};

  constructor(files: readonly StreamedFile[], silenceMs: number, onLate: (reason: unknown) => void) {
    let end = 0;
    this.ends = files.map(({ size }) => (end += size));
    this.deadline = new Deadline({ code: 'save-failed', silenceMs, mostExtraMs: Infinity });
    this.onLate = onLate;
  }

  gave(bytes: number): void {
    this.settle();
    this.bytes += bytes;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.settle = resolve;
    this.deadline.wait(() => promise, closingMs(this.closingBytes())).catch(this.onLate);
  }

  took(): void {
    this.settle();
  }

  gotSign(): void {
    this.deadline.gotSign();
  }

  /** Of files that end in what was given. */
  private closingBytes(): number {
    let bytes = 0;
    for (; this.ended < this.ends.length && this.ends[this.ended]! <= this.bytes; this.ended += 1) {
      bytes += this.ends[this.ended]! - (this.ends[this.ended - 1] ?? 0);
    }
    return bytes;
  }
}
