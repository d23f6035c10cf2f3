/** The ways in which a platform can save files: a browser's are in storage/browser-sinks.ts. */
import type { Sink } from './sink.ts';
import type { StreamingSink } from './streaming/streaming-sink.ts';

export interface Sinks {
  download(): Sink;
  /** The same for one file of several, of which the others may be taken later. */
  part(): Sink;
  /**
   * Opens the browser's picker, so it must be called in the click. Rejects with an AbortError when the person dismisses
   * it. Absent where the browser has no picker.
   */
  readonly folder: (() => Promise<Sink>) | undefined;
  zip(name: string): Sink;
  readonly streaming: StreamingSinks;
}

/** The sinks for a share that is too large to be stored. Pickers behave as above. */
export interface StreamingSinks {
  /** `name` is only a suggestion. */
  readonly file: ((name: string) => Promise<StreamingSink>) | undefined;
  readonly folder: (() => Promise<StreamingSink>) | undefined;
  /** These two stream through the service worker, where that is possible. */
  download(): StreamingSink;
  zip(name: string): StreamingSink;
  /** May wait some seconds for a service worker that is being installed. */
  canStream(): Promise<boolean>;
}
