/** A bare data channel between two pages; the bench carries the descriptions across. */

/**
 * Where received bytes go: only counted, or hashed and written by a worker that gets them from the page or by itself.
 */
export type Home = 'count' | 'page' | 'worker';

export interface ChannelOptions {
  readonly ordered: boolean;
  readonly home: Home;
}

export interface SendOptions {
  readonly bytes: number;
  readonly messageBytes: number;
}

/** What the receiving page knows at the end. Times are milliseconds since the epoch, with fractions. */
export interface Received {
  readonly firstByteMs: number;
  readonly endMs: number;
  readonly bytes: number;
  /** Tasks of the main thread over 50 ms: number, and time together. */
  readonly longTasks: number;
  readonly longTaskMs: number;
  /** How late a timer of 10 ms fired: 99 % of them at most this. */
  readonly latenessMs: number;
  /** Blocks of 1 MiB that waited for their hash or their write at the worst moment. */
  readonly blocksWaiting: number;
}

/** What the worker reports when everything is on disk. */
export type WorkerReport = Pick<Received, 'firstByteMs' | 'endMs' | 'bytes' | 'blocksWaiting'>;

const HIGH_WATER_BYTES = 4 << 20;
const LOW_WATER_BYTES = 1 << 20;
const MAX_MESSAGE_BYTES = 256 << 10;
const TIMER_MS = 10;

const nowMs = (): number => performance.timeOrigin + performance.now();

class Bench {
  private connection: RTCPeerConnection | undefined;
  private channel: RTCDataChannel | undefined;
  private worker: Worker | undefined;
  private receiving: Promise<Received> | undefined;
  private opened: Promise<void> | undefined;

  async offer({ ordered }: ChannelOptions): Promise<RTCSessionDescriptionInit> {
    const { connection, channel } = this.connect(ordered);
    this.opened = new Promise((resolve) => channel.addEventListener('open', () => resolve(), { once: true }));
    await connection.setLocalDescription(await connection.createOffer());
    return gathered(connection);
  }

  /** Makes everything ready for `bytes` bytes, and answers. */
  async answer(
    offer: RTCSessionDescriptionInit,
    { ordered, home }: ChannelOptions,
    bytes: number,
  ): Promise<RTCSessionDescriptionInit> {
    const { connection, channel } = this.connect(ordered);
    const probe = new MainThreadProbe();
    const { report } =
      home === 'count' ? { report: countOn(channel, bytes) } : await this.toWorker(channel, home, bytes);
    this.receiving = report.then((report) => ({ ...report, ...probe.stop() }));
    await connection.setRemoteDescription(offer);
    await connection.setLocalDescription(await connection.createAnswer());
    return gathered(connection);
  }

  async gotAnswer(answer: RTCSessionDescriptionInit): Promise<void> {
    await this.connection?.setRemoteDescription(answer);
    await this.opened;
  }

  /** Resolves with the time of the first message, when all are in the channel's buffer. */
  async send({ bytes, messageBytes }: SendOptions): Promise<number> {
    const channel = this.channel;
    if (channel === undefined) throw new Error('no channel');
    const message = new Uint8Array(messageBytes);
    crypto.getRandomValues(message.subarray(0, 65_536));
    channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
    const startMs = nowMs();
    for (let sent = 0; sent < bytes; sent += messageBytes) {
      if (channel.bufferedAmount + messageBytes > HIGH_WATER_BYTES) {
        await new Promise((resolve) => channel.addEventListener('bufferedamountlow', resolve, { once: true }));
      }
      channel.send(sent + messageBytes > bytes ? message.subarray(0, bytes - sent) : message);
    }
    return startMs;
  }

  async received(): Promise<Received | undefined> {
    return this.receiving;
  }

  close(): void {
    this.connection?.close();
    this.worker?.terminate();
    this.connection = this.channel = this.worker = this.receiving = undefined;
  }

  private connect(ordered: boolean): { connection: RTCPeerConnection; channel: RTCDataChannel } {
    this.close();
    const connection = new RTCPeerConnection();
    const channel = connection.createDataChannel('bare', { negotiated: true, id: 0, ordered });
    channel.binaryType = 'arraybuffer';
    this.connection = connection;
    this.channel = channel;
    return { connection, channel };
  }

  private async toWorker(
    channel: RTCDataChannel,
    home: Home,
    bytes: number,
  ): Promise<{ report: Promise<WorkerReport> }> {
    const worker = new Worker('./sink.worker.ts', { type: 'module' });
    this.worker = worker;
    const ready = nextMessage(worker);
    if (home === 'worker') {
      // A channel can be transferred only in the task that made it.
      worker.postMessage({ bytes, channel }, [channel]);
    } else {
      worker.postMessage({ bytes });
      channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => worker.postMessage(data, [data]));
    }
    await ready;
    return { report: nextMessage(worker) as Promise<WorkerReport> };
  }
}

/** Resolves when the description holds all candidates. */
async function gathered(connection: RTCPeerConnection): Promise<RTCSessionDescriptionInit> {
  while (connection.iceGatheringState !== 'complete') {
    await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  const { type, sdp } = connection.localDescription as RTCSessionDescription;
  return { type, sdp };
}

function nextMessage(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data), { once: true });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true });
  });
}

function countOn(channel: RTCDataChannel, bytes: number): Promise<WorkerReport> {
  let count = 0;
  let firstByteMs = 0;
  return new Promise((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      if (count === 0) firstByteMs = nowMs();
      count += data.byteLength;
      if (count === bytes) resolve({ firstByteMs, endMs: nowMs(), bytes, blocksWaiting: 0 });
    });
  });
}

/** How busy the main thread is while bytes arrive. */
class MainThreadProbe {
  private readonly tasks: number[] = [];
  private readonly late: number[] = [];
  private readonly observer: PerformanceObserver | undefined;
  private readonly timer: ReturnType<typeof setInterval>;

  constructor() {
    if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
      this.observer = new PerformanceObserver((list) =>
        this.tasks.push(...list.getEntries().map((entry) => entry.duration)),
      );
      this.observer.observe({ type: 'longtask' });
    }
    let due = performance.now() + TIMER_MS;
    this.timer = setInterval(() => {
      this.late.push(Math.max(0, performance.now() - due));
      due = performance.now() + TIMER_MS;
    }, TIMER_MS);
  }

  stop(): Pick<Received, 'longTasks' | 'longTaskMs' | 'latenessMs'> {
    clearInterval(this.timer);
    this.observer?.disconnect();
    const late = this.late.sort((a, b) => a - b);
    return {
      longTasks: this.tasks.length,
      longTaskMs: this.tasks.reduce((sum, ms) => sum + ms, 0),
      latenessMs: late[Math.floor(late.length * 0.99)] ?? 0,
    };
  }
}

declare global {
  var bench: Bench;
}
globalThis.bench = new Bench();

export { MAX_MESSAGE_BYTES, type Bench };
