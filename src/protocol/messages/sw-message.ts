/**
 * What a page and its service worker say to each other. The service worker may be killed between any two messages,
 * and may be of another version than the page: what is not understood is ignored, and every wait in the page has an
 * end.
 *
 * A streamed download: the page sends `download` with one end of a MessageChannel, the worker answers `ready` on it,
 * the page loads DOWNLOAD_PATH + id in a hidden frame, and from then on the worker asks for each chunk with `pull`.
 */
export const DOWNLOAD_PATH = '/download/';

/**
 * Held (shared) by a page while it streams; an update is applied when nobody holds it: a new service worker cuts
 * streams.
 */
export const DOWNLOAD_LOCK = 'beamline-download';

/** To the service worker itself. */
export type PageMessage =
  /** The waiting version may take over. */
  | { readonly type: 'apply-update' }
  /** Nothing to do: an event, so that the browser does not stop the worker as idle. */
  | {
      readonly type: 'ping';
      /** Whether this download is still streamed is asked for, on the port that comes with it. */
      readonly id?: string;
    }
  | {
      readonly type: 'download';
      /** Unguessable; good for one request. */
      readonly id: string;
      readonly filename: string;
      /**
       * Bytes: announced to the browser, which fails the download if they do not come. undefined where nobody knows
       * yet.
       */
      readonly size: number | undefined;
    };

/** On the port, from the page: each but `abort` answers one `pull`. */
export type FeedMessage =
  /** The buffer is transferred. */
  | { readonly type: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'end' }
  /** The download must fail. */
  | { readonly type: 'abort' };

/** On the port, from the service worker. */
export type DemandMessage =
  /** The id may be asked for. */
  | {
      readonly type: 'ready';
      /** Whether it is alive can be asked by `ping`. Earlier versions do not know. */
      readonly answersPings?: true;
    }
  /** The browser has taken all that came and wants more. */
  | { readonly type: 'pull' }
  /** The browser has taken every byte that was announced. */
  | { readonly type: 'done' }
  /** It gave up: a person cancelled the download, the disk is full, the length was wrong. */
  | { readonly type: 'failed' };

/** On a ping's port. False: it was stopped meanwhile, and the stream with it. */
export interface PongMessage {
  readonly type: 'pong';
  readonly isStreaming: boolean;
}

const MAX_FILENAME_CHARS = 1024;

/** The message, or undefined when it is none of ours. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, id, filename, size } = value as Record<string, unknown>;
  switch (type) {
    case 'apply-update':
      return { type };
    case 'ping':
      return typeof id === 'string' ? { type, id } : { type };
    case 'download': {
      const isGood =
        typeof id === 'string' &&
        /^[\w-]{16,64}$/.test(id) &&
        (size === undefined || (Number.isSafeInteger(size) && (size as number) >= 0)) &&
        typeof filename === 'string' &&
        filename.length > 0 &&
        filename.length <= MAX_FILENAME_CHARS;
      return isGood ? { type, id, filename, size: size as number | undefined } : undefined;
    }
    default:
      return undefined;
  }
}
