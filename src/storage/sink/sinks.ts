/** The ways in which a platform can save files: a browser's are in storage/browser-sinks.ts. */
import type { Sink } from './sink.ts';
import type { StreamingSink } from './streaming/streaming-sink.ts';

export interface Sinks {
  download(): Sink;
  /** The same for one file of several, of which the others may be taken later. */
  part(): Sink;
  /**
   * Opens the browser's picker: to be called in the click. Rejects with an AbortError when it is dismissed. Absent
   * where there is none.
   */
  readonly folder: (() => Promise<Sink>) | undefined;
  zip(name: string): Sink;
  readonly streaming: StreamingSinks;
}

/** For what is too large to be kept. The pickers as above. */
export interface StreamingSinks {
  /** `name`: suggested. */
  readonly file: ((name: string) => Promise<StreamingSink>) | undefined;
  readonly folder: (() => Promise<StreamingSink>) | undefined;
  /** These two stream, where that can be. */
  download(): StreamingSink;
  zip(name: string): StreamingSink;
  /** Of a service worker that is on its way it may wait some seconds. */
  canStream(): Promise<boolean>;
}
