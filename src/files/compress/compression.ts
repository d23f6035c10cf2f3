/**
 * Compresses chunks in a worker of its own, which starts with the first. Buffers go there and back and are used again,
 * and what is asked for in one go is one message: garbage is most of what a transfer adds to the page's memory.
 */
import { CHUNK_BYTES } from '../../protocol/limits.ts';
import type { Compressed, ToCompress } from './compression-message.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Without any answer, while it has something to compress: it is waited for by whoever sends, who can do without. */
const SILENCE_MS = 5000;

/** Enough for all that are on their way there and back. */
const MOST_SPARES = 16;

export class Compression {
  private worker: Worker | undefined;
  private hasFailed = false;
  private lastId = 0;
  private readonly waiting = new Map<number, (compressed: Bytes | undefined) => void>();
  private batch: ToCompress[] = [];
  private silence: ReturnType<typeof setTimeout> | undefined;
  private readonly spares: ArrayBuffer[] = [];
  private readonly makeWorker: () => Worker;

  /** @param makeWorker starts compression.worker.ts, or throws where that cannot be done */
  constructor(makeWorker: () => Worker) {
    this.makeWorker = makeWorker;
  }

  /** @returns undefined when it cannot be done, or saves nothing */
  compress(bytes: Uint8Array): Promise<Bytes | undefined> {
    if (this.hasFailed) return Promise.resolve(undefined);
    const plain = this.buffer(bytes.length);
    plain.set(bytes);
    const id = ++this.lastId;
    if (this.batch.push({ id, plain }) === 1) queueMicrotask(() => this.post());
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  private buffer(length: number): Bytes {
    return new Uint8Array(
      length <= CHUNK_BYTES ? (this.spares.pop() ?? new ArrayBuffer(CHUNK_BYTES)) : new ArrayBuffer(length),
      0,
      length,
    );
  }

  private post(): void {
    const { batch } = this;
    this.batch = [];
    this.silence ??= setTimeout(() => this.fail(), SILENCE_MS);
    try {
      this.worker ??= this.start();
      this.worker.postMessage(
        batch,
        batch.map(({ plain }) => plain.buffer),
      );
    } catch {
      this.fail(); // a worker may not even be made
    }
  }

  /** A worker that cannot be had compresses nothing. */
  private fail(): void {
    this.hasFailed = true;
    clearTimeout(this.silence);
    for (const resolve of this.waiting.values()) resolve(undefined);
    this.waiting.clear();
  }

  private start(): Worker {
    const worker = this.makeWorker();
    worker.onmessage = ({ data }: MessageEvent<readonly Compressed[]>) => {
      data.forEach((each) => this.got(each));
      clearTimeout(this.silence);
      this.silence = this.waiting.size === 0 ? undefined : setTimeout(() => this.fail(), SILENCE_MS);
    };
    worker.onerror = () => this.fail();
    return worker;
  }

  private got({ id, plain: { buffer }, compressed }: Compressed): void {
    if (buffer.byteLength === CHUNK_BYTES && this.spares.length < MOST_SPARES) this.spares.push(buffer);
    const resolve = this.waiting.get(id);
    this.waiting.delete(id);
    resolve?.(compressed);
  }
}
