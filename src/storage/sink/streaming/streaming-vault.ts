/** A vault that stores nothing: blocks are written in any order, and come out in order as one stream. */
import { BeamError } from '../../../protocol/errors.ts';

import type { ByteStream } from './streaming-sink.ts';
import type { Vault } from '../../vault/vault.ts';

interface Write {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly resolve: (buffer: undefined) => void;
  readonly reject: (reason: BeamError) => void;
}

/** A part of the stream. */
interface Gap {
  readonly start: number;
  readonly end: number;
}

export class StreamingVault implements Vault {
  /** The stream ends after the last byte. It fails when the vault is closed before that. */
  readonly stream: ByteStream;
  private readonly bytes: number;
  private readonly gaps: readonly Gap[];
  /** Writes that came early, by offset. There are as many as the writer has under way at once (SPEC.md, D7). */
  private readonly waiting = new Map<number, Write>();
  private controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  private passedBytes = 0;
  /** True when the reader wants more. */
  private isWanted = false;
  private isOver = false;

  /**
   * @param bytes of the whole stream
   * @param gaps parts of the stream that are left out, ascending: the reader does not get them, and a block that lies
   *   wholly in a gap is never written
   */
  constructor(bytes: number, gaps: readonly Gap[] = []) {
    this.bytes = bytes;
    this.gaps = gaps.filter(({ start, end }) => end > start);
    this.stream = new ReadableStream(
      {
        start: (controller) => void (this.controller = controller),
        pull: () => {
          this.isWanted = true;
          this.pass();
        },
        // The reader reports the reason in another way. Writes that wait here are told when the vault is closed.
        cancel: () => void (this.controller = undefined),
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * Resolves when the turn of these bytes has come and the reader has taken them, so that the writer is as fast as the
   * reader. Each part is written once.
   */
  write(offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<undefined> {
    if (this.isOver) return Promise.reject(new BeamError('storage-failed', { cause: 'the vault is not open' }));
    return new Promise((resolve, reject) => {
      this.waiting.set(offset, { bytes, resolve, reject });
      this.pass();
    });
  }

  /** There is nothing to wait for, because the reader has everything that was written. */
  async flush(): Promise<void> {}

  async read(): Promise<never> {
    throw new BeamError('internal', { cause: 'nothing was kept' });
  }

  async file(): Promise<Blob> {
    throw new BeamError('internal', { cause: 'nothing was kept' });
  }

  async close(): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    if (this.gapAt(this.passedBytes)?.end === this.bytes) this.passedBytes = this.bytes;
    if (this.passedBytes === this.bytes) return this.controller?.close();
    const reason = new BeamError('save-failed', { cause: 'closed before its end' });
    this.controller?.error(reason);
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }

  private pass(): void {
    for (let next = this.next(); this.isWanted && next !== undefined; next = this.next()) {
      const offset = this.passedBytes;
      this.waiting.delete(offset);
      this.passedBytes += next.bytes.length;
      for (const part of this.wanted(offset, next.bytes)) {
        this.isWanted = false;
        this.controller?.enqueue(part);
      }
      next.resolve(undefined);
    }
  }

  /** The write whose turn it is, if it has come. */
  private next(): Write | undefined {
    const end = this.gapAt(this.passedBytes)?.end ?? -1;
    // A write that begins inside the gap also ends inside it, so nobody ever makes it.
    const early = this.waiting.has(this.passedBytes)
      ? []
      : [...this.waiting.keys()].filter((offset) => offset > this.passedBytes && offset <= end);
    if (early.length > 0) this.passedBytes = Math.min(...early);
    return this.waiting.get(this.passedBytes);
  }

  /** The bytes without those that lie in a gap. */
  private *wanted(offset: number, bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
    let at = offset;
    const end = offset + bytes.length;
    for (const gap of this.gaps) {
      if (gap.end <= at || gap.start >= end) continue;
      if (gap.start > at) yield bytes.subarray(at - offset, gap.start - offset);
      at = Math.min(gap.end, end);
    }
    if (at < end) yield bytes.subarray(at - offset);
  }

  private gapAt(offset: number): Gap | undefined {
    return this.gaps.find(({ start, end }) => start <= offset && offset < end);
  }
}
