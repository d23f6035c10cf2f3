/** Hashes each 1 MiB and writes it into one OPFS file: the least that a receiver must do with its bytes. */
import type { WorkerReport } from './channel.ts';

interface Start {
  readonly bytes: number;
  readonly channel?: RTCDataChannel;
}

/** Of the WebWorker library, which cannot stand beside the DOM's. */
interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  flush(): void;
  close(): void;
}

const BLOCK_BYTES = 1 << 20;
const nowMs = (): number => performance.timeOrigin + performance.now();

class Sink {
  private readonly file: SyncAccessHandle;
  private readonly total: number;
  private readonly done: (report: WorkerReport) => void;
  private block = new Uint8Array(BLOCK_BYTES);
  private filled = 0;
  private gotBytes = 0;
  private writtenBytes = 0;
  private waiting = 0;
  private blocksWaiting = 0;
  private firstByteMs = 0;

  constructor(file: SyncAccessHandle, total: number, done: (report: WorkerReport) => void) {
    this.file = file;
    this.total = total;
    this.done = done;
  }

  got(message: ArrayBuffer): void {
    if (this.firstByteMs === 0) this.firstByteMs = nowMs();
    let bytes = new Uint8Array(message);
    while (bytes.length > 0) {
      const part = bytes.subarray(0, BLOCK_BYTES - this.filled);
      this.block.set(part, this.filled);
      this.filled += part.length;
      this.gotBytes += part.length;
      bytes = bytes.subarray(part.length);
      if (this.filled === BLOCK_BYTES || this.gotBytes === this.total) this.passOn();
    }
  }

  private passOn(): void {
    const block = this.block.subarray(0, this.filled);
    const at = this.gotBytes - this.filled;
    this.block = new Uint8Array(BLOCK_BYTES);
    this.filled = 0;
    this.blocksWaiting = Math.max(this.blocksWaiting, ++this.waiting);
    void this.write(block, at);
  }

  private async write(block: Uint8Array<ArrayBuffer>, at: number): Promise<void> {
    await crypto.subtle.digest('SHA-256', block);
    this.writtenBytes += this.file.write(block, { at });
    this.waiting -= 1;
    if (this.writtenBytes < this.total) return;
    this.file.flush();
    this.file.close();
    this.done({
      firstByteMs: this.firstByteMs,
      endMs: nowMs(),
      bytes: this.writtenBytes,
      blocksWaiting: this.blocksWaiting,
    });
  }
}

async function openFile(): Promise<SyncAccessHandle> {
  const folder = await navigator.storage.getDirectory();
  const file = await folder.getFileHandle('bench', { create: true });
  const handle = await (
    file as unknown as { createSyncAccessHandle(): Promise<SyncAccessHandle & { truncate(bytes: number): void }> }
  ).createSyncAccessHandle();
  handle.truncate(0);
  return handle;
}

let sink: Promise<Sink> | undefined;

async function start({ bytes, channel }: Start): Promise<Sink> {
  // Before the first await: a channel that was handed over drops what comes while nobody listens.
  let opened: Sink | undefined;
  const early: ArrayBuffer[] = [];
  if (channel !== undefined) {
    channel.binaryType = 'arraybuffer';
    channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) =>
      opened === undefined ? early.push(data) : opened.got(data),
    );
  }
  opened = new Sink(await openFile(), bytes, (report) => postMessage(report));
  for (const message of early) opened.got(message);
  postMessage('ready');
  return opened;
}

let ready: Sink | undefined;
addEventListener('message', ({ data }: MessageEvent<Start | ArrayBuffer>) => {
  if (!(data instanceof ArrayBuffer)) {
    sink = start(data);
    void sink.then((opened) => (ready = opened));
  } else if (ready === undefined) {
    void sink?.then((opened) => opened.got(data));
  } else {
    ready.got(data);
  }
});
