/** No vault but a way through: what is written, in any order, comes out as one stream, in order, and nothing of it stays. */
import { BeamError } from '../protocol/errors.ts';

import type { ByteStream } from './straight-sink.ts';
import type { Vault } from './vault.ts';

interface Write {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly resolve: (buffer: undefined) => void;
  readonly reject: (reason: BeamError) => void;
}

export class StraightVault implements Vault {
  /** Ends after the last byte; fails when the vault is closed before. */
  readonly stream: ByteStream;
  readonly #bytes: number;
  /** Those that came early, by offset. As many as their writer has under way at once (SPEC.md, D7). */
  readonly #waiting = new Map<number, Write>();
  #controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #passedBytes = 0;
  /** The reader wants more. */
  #isWanted = false;
  #isOver = false;

  /** @param bytes of the whole stream */
  constructor(bytes: number) {
    this.#bytes = bytes;
    this.stream = new ReadableStream(
      {
        start: (controller) => void (this.#controller = controller),
        pull: () => {
          this.#isWanted = true;
          this.#pass();
        },
        // Who reads says why by another way; what waits here is told when it is closed.
        cancel: () => void (this.#controller = undefined),
      },
      { highWaterMark: 0 },
    );
  }

  /** Resolves when its turn has come and the reader took it: so the writer is as fast as the reader. Each stretch is written once. */
  write(offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<undefined> {
    if (this.#isOver) return Promise.reject(new BeamError('storage-failed', { cause: 'the vault is not open' }));
    return new Promise((resolve, reject) => {
      this.#waiting.set(offset, { bytes, resolve, reject });
      this.#pass();
    });
  }

  /** There is nothing to wait for: what was written is with the reader. */
  async flush(): Promise<void> {}

  async file(): Promise<Blob> {
    throw new BeamError('internal', { cause: 'nothing was kept' });
  }

  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#passedBytes === this.#bytes) return this.#controller?.close();
    const reason = new BeamError('save-failed', { cause: 'closed before its end' });
    this.#controller?.error(reason);
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #pass(): void {
    const next = this.#waiting.get(this.#passedBytes);
    if (!this.#isWanted || next === undefined) return;
    this.#isWanted = false;
    this.#waiting.delete(this.#passedBytes);
    this.#passedBytes += next.bytes.length;
    this.#controller?.enqueue(next.bytes);
    next.resolve(undefined);
  }
}
