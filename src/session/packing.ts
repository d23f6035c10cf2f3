/** Packs and unpacks chunks in a worker of its own, which starts with the first. */
import { scriptUrl } from '../storage/script-url.ts';
import type { PackingReply, PackingRequest } from './packing-message.ts';
// oxlint-disable-next-line import/default -- Vite makes it
import workerUrl from './packing.worker.ts?worker&url';

type Bytes = Uint8Array<ArrayBuffer>;

export class Packing {
  private worker: Worker | undefined;
  private hasAnswered = false;
  private hasFailed = false;
  private lastId = 0;
  private readonly waiting = new Map<number, (bytes: Bytes | undefined) => void>();

  /** Starts the worker ahead of the first chunk: see `isReady`. Without DEFLATE in streams nothing is packed. */
  prepare(): void {
    if (this.worker === undefined && 'DecompressionStream' in globalThis) void this.pack(new Uint8Array(1));
  }

  /** It has done something already: what is packed can be asked for. */
  get isReady(): boolean {
    return this.hasAnswered;
  }

  /** @returns undefined when it cannot be done */
  pack(bytes: Uint8Array): Promise<Bytes | undefined> {
    return this.ask(bytes, undefined);
  }

  /** @returns undefined when it is nothing that unpacks to just that length */
  unpack(bytes: Uint8Array, length: number): Promise<Bytes | undefined> {
    return this.ask(bytes, length);
  }

  private async ask(bytes: Uint8Array, length: number | undefined): Promise<Bytes | undefined> {
    if (this.hasFailed) return undefined;
    this.worker ??= this.start();
    const id = ++this.lastId;
    const request: PackingRequest = { id, length, bytes: bytes.slice() };
    this.worker.postMessage(request, [request.bytes.buffer]);
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  private start(): Worker {
    const worker = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'packing' });
    worker.onmessage = ({ data: { id, bytes } }: MessageEvent<PackingReply>) => {
      this.hasAnswered ||= bytes !== undefined;
      const resolve = this.waiting.get(id);
      this.waiting.delete(id);
      resolve?.(bytes);
    };
    // A worker that cannot be had packs nothing; what was to be unpacked is as if it were damaged.
    worker.onerror = () => {
      this.hasFailed = true;
      this.hasAnswered = false;
      for (const resolve of this.waiting.values()) resolve(undefined);
      this.waiting.clear();
    };
    return worker;
  }
}
