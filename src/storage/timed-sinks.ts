/**
 * Sinks with a deadline (deadline.ts). A sink that saves nothing and gives no sign that it is at work fails with
 * `save-failed`. A person who looks at a picker, or has paused the download in the browser, does not count as silence:
 * pickers open before a sink is made, and during a streamed download the service worker sends signs of life.
 */
import { Deadline, SILENCE_MS } from './deadline.ts';
import type { Sink, SinkFile } from './sink/sink.ts';
import type { ByteStream, StreamedFile, StreamingSink } from './sink/streaming/streaming-sink.ts';

/** streamed-download.ts waits nearly as long for a service worker that does not begin, and then fails by itself. */
const SINK_SILENCE_MS = SILENCE_MS + 2000;

/**
 * The most bytes that are being written before folder-sink.ts reports the first of them as saved, and the slowest rate
 * that is expected of a place that people save to.
 */
const MOST_UNTOLD_BYTES = 512 * 1024 * 1024;
const SAVED_BYTES_PER_SECOND = 16 * 1024 * 1024;

/** The extra time for closing a file: Chromium scans it first, and on some file systems the browser copies it. */
const CLOSED_BYTES_PER_SECOND = 4 * SAVED_BYTES_PER_SECOND;

const closingMs = (bytes: number): number => (1000 * bytes) / CLOSED_BYTES_PER_SECOND;

/** How long a sink may be silent while it saves these files. */
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

  /** @param silenceMs how long the sink may be silent; by default it follows from the sizes of the files */
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

  /** The clock runs only while the sink has bytes to write. The time until the next bytes come does not count. */
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

/** The bytes that a sink has been given since it last asked for more. */
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

  /** The bytes of the files that end in what was given, without those that were counted before. */
  private closingBytes(): number {
    let bytes = 0;
    for (; this.ended < this.ends.length && this.ends[this.ended]! <= this.bytes; this.ended += 1) {
      bytes += this.ends[this.ended]! - (this.ends[this.ended - 1] ?? 0);
    }
    return bytes;
  }
}
