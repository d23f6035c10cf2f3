/** The ways in which a platform can save files: a browser's are in storage/browser-sinks.ts. */
import type { Sink } from './sink.ts';
import type { StreamingSink } from './streaming/streaming-sink.ts';

export interface Sinks {
  download(): Sink;
  /**
   * Opens the browser's picker. Call it in the click. Rejects with an AbortError when the person closes the picker.
   * Absent if the browser has no picker.
   */
  readonly folder: (() => Promise<Sink>) | undefined;
  zip(name: string): Sink;
  readonly streaming: StreamingSinks;
}

/** For shares that are too large to be stored first. The pickers are as above. */
export interface StreamingSinks {
  /** `name`: the one that the picker suggests. */
  readonly file: ((name: string) => Promise<StreamingSink>) | undefined;
  readonly folder: (() => Promise<StreamingSink>) | undefined;
  /** These two stream the files to the browser's downloads, if that is possible here. */
  download(): StreamingSink;
  zip(name: string): StreamingSink;
  /** May wait some seconds for a service worker that is being installed. */
  canStream(): Promise<boolean>;
}
