/**
 * A download whose bytes the page makes while the browser takes them. They go through the service worker, and are never
 * all in memory.
 */
import { BeamError } from '../../../protocol/errors.ts';
import {
  DOWNLOAD_LOCK,
  DOWNLOAD_PATH,
  type DemandMessage,
  type FeedMessage,
  type PageMessage,
  type PongMessage,
} from '../../../protocol/messages/sw-message.ts';
import { lockShared } from '../../records/tab-locks.ts';

export interface DownloadStream {
  readonly filename: string;
  /**
   * Bytes of all chunks together. The browser is told, and the download fails if the chunks come to less or more.
   * Without a length, Safari is said to cut a download short and to call it complete (StreamSaver.js#373).
   */
  readonly size: number;
  /** They are read only as fast as the browser writes. Their buffers are transferred. */
  readonly chunks: AsyncIterator<Uint8Array<ArrayBuffer>, void, undefined>;
  /**
   * A sign that the service worker works on it, even if the browser wants nothing at the moment: a person can pause a
   * download.
   */
  readonly onSign?: (() => void) | undefined;
}

/**
 * Time from the offer to the first byte that is asked for. A service worker of another version, or one that was killed,
 * never asks.
 */
const START_MS = 10_000;

/** How long a page waits for a service worker to control it, while one is being installed. */
const CONTROL_MS = 10_000;

/**
 * How long the frame stays after the last byte was taken. With a few kilobytes, that is before Firefox has made a
 * download of it. Without its frame the load ends there, and nothing is saved.
 */
const FRAME_MS = 5000;

/**
 * Time between two pings. Firefox stops a service worker 30 s after its last event, with everything that it streams
 * (StreamSaver.js#366).
 */
const PING_MS = 10_000;

/** How long the worker's `done` may still be on its way, because it comes by another port. */
const LAST_WORDS_MS = 1000;

/**
 * Resolves with true when the browser has taken every byte. Resolves with false when nothing can be streamed here and
 * no chunk was handed out: no service worker controls the page, or it does not begin within `startMs`. Rejects with
 * `save-failed` when the download is cancelled or fails, with what `chunks` throws, or with the signal's reason. The
 * browser then shows a failed download, not a short one.
 */
export async function streamDownload(file: DownloadStream, signal: AbortSignal, startMs = START_MS): Promise<boolean> {
  signal.throwIfAborted();
  if (!isControlled()) return false;
  const lock = new AbortController();
  // An update that is about to take over holds the lock for a moment. If the lock cannot be had, the download goes on
  // without it.
  await lockShared(DOWNLOAD_LOCK, lock.signal);
  try {
    signal.throwIfAborted();
    const worker = container()?.controller ?? null; // read after the wait, because an update may have replaced it
    return worker !== null && (await new Feed(file, worker).run(signal, startMs));
  } finally {
    lock.abort();
  }
}

/**
 * The container is undefined in some private windows and where the connection is not secure. Some browsers throw
 * instead.
 */
function container(): ServiceWorkerContainer | undefined {
  try {
    return navigator.serviceWorker as ServiceWorkerContainer | undefined;
  } catch {
    return undefined;
  }
}

/** Without a controller the frame would load from the server, and people would save an error page (webwormhole#72). */
const isControlled = (): boolean => (container()?.controller ?? null) !== null;

/**
 * Whether anything can be streamed here. On a first visit the service worker is installed a while after the page, so
 * this waits for it.
 */
export async function canStream(withinMs = CONTROL_MS): Promise<boolean> {
  if (!isControlled()) {
    const waiting = AbortSignal.timeout(withinMs);
    await new Promise<void>((resolve) => {
      if (container() === undefined) return resolve();
      container()?.addEventListener('controllerchange', () => resolve(), { once: true, signal: waiting });
      waiting.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  return isControlled();
}

class Feed {
  private readonly file: DownloadStream;
  private readonly worker: ServiceWorker;
  private readonly port: MessagePort;
  private readonly remotePort: MessagePort;
  private readonly frame = document.createElement('iframe');
  private readonly id = crypto.randomUUID();
  /** The next chunk, read ahead. Undefined while the browser has asked for nothing. */
  private next: Promise<IteratorResult<Uint8Array<ArrayBuffer>, void>> | undefined;
  private pingedMs = 0;
  private fedBytes = 0;
  /**
   * False for a service worker of an earlier version, which answers no pings. Nobody can know then, so it counts as
   * alive.
   */
  private answersPings = false;
  private gaveUp: (reason: BeamError) => void = () => {};

  constructor(file: DownloadStream, worker: ServiceWorker) {
    const channel = new MessageChannel();
    this.file = file;
    this.worker = worker;
    this.port = channel.port1;
    this.remotePort = channel.port2;
  }

  async run(signal: AbortSignal, startMs: number): Promise<boolean> {
    const clean = new AbortController();
    const pings = setInterval(() => this.ping(), PING_MS);
    let isTaken = false;
    try {
      return await new Promise<boolean>((resolve, reject) => {
        this.gaveUp = reject;
        const start = setTimeout(() => resolve(false), startMs);
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true, signal: clean.signal });
        this.port.onmessage = ({ data }: MessageEvent<DemandMessage>) => {
          switch (data.type) {
            case 'ready':
              this.answersPings = data.answersPings === true;
              this.openFrame();
              break;
            case 'pull':
              clearTimeout(start);
              this.gotPull().catch(reject);
              break;
            case 'done':
              isTaken = true;
              resolve(true);
              break;
            case 'failed':
              reject(new BeamError('save-failed', { cause: 'the browser gave up the download' }));
              break;
            default:
              data satisfies never;
          }
        };
        const { filename, size } = this.file;
        this.tell({ type: 'download', id: this.id, filename, size }, [this.remotePort]);
      });
    } finally {
      clearInterval(pings);
      clean.abort();
      // After `done` nobody listens. In every other case the browser's download must fail, even if it begins only now.
      this.feed({ type: 'abort' });
      this.port.close();
      if (isTaken) setTimeout(() => this.frame.remove(), FRAME_MS);
      else this.frame.remove();
      if (this.next !== undefined) void this.file.chunks.return?.().catch(() => {});
    }
  }

  private tell(message: PageMessage, transfer: Transferable[] = []): void {
    this.pingedMs = performance.now();
    this.worker.postMessage(message, transfer);
  }

  /**
   * A worker that was stopped and started again answers that it does not know the download. A worker that is gone does
   * not answer.
   */
  private ping(): void {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<PongMessage>) => {
      if (data.isStreaming) this.file.onSign?.();
      else
        setTimeout(
          () => this.gaveUp(new BeamError('save-failed', { cause: 'the service worker was stopped' })),
          LAST_WORDS_MS,
        );
    };
    if (!this.answersPings) this.file.onSign?.();
    this.tell({ type: 'ping', id: this.id }, [port2]);
  }

  private feed(message: FeedMessage, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
  }

  private openFrame(): void {
    this.frame.hidden = true;
    this.frame.src = DOWNLOAD_PATH + this.id;
    document.body.append(this.frame);
  }

  private async gotPull(): Promise<void> {
    // In a page in the background timers run once a minute, but messages come at once.
    if (performance.now() - this.pingedMs > PING_MS) this.ping();
    const { chunks, size } = this.file;
    const { done, value } = await (this.next ?? chunks.next());
    this.fedBytes += value?.length ?? 0;
    // The length is checked here as well, because the service worker may be of an older version.
    if (this.fedBytes > size || (done === true && this.fedBytes < size)) {
      throw new BeamError('save-failed', { cause: `${this.fedBytes} bytes came, not ${size}` });
    }
    if (done === true) {
      this.feed({ type: 'end' });
      return;
    }
    this.feed({ type: 'chunk', bytes: value }, [value.buffer]);
    this.next = chunks.next();
    this.next.catch(() => {}); // the next pull reports it, if there is one
  }
}
