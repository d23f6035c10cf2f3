/**
 * No vault but a way through: what is written, in any order, comes out as one stream, in order, and nothing of it
 * stays.
 */
import { BeamError } from '../../../protocol/errors.ts';

import type { ByteStream } from './streaming-sink.ts';
import type { Vault } from '../../vault/vault.ts';

interface Write {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly resolve: (buffer: undefined) => void;
  readonly reject: (reason: BeamError) => void;
}

/** A stretch of the stream. */
interface Gap {
  readonly start: number;
  readonly end: number;
}

export class StreamingVault implements Vault {
  /** Ends after the last byte; fails when the vault is closed before. */
  readonly stream: ByteStream;
  private readonly bytes: number;
  private readonly gaps: readonly Gap[];
  /** Those that came early, by offset. As many as their writer has under way at once (SPEC.md, D7). */
  private readonly waiting = new Map<number, Write>();
  private controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  private passedBytes = 0;
  /** The reader wants more. */
  private isWanted = false;
  private isOver = false;

  /**
   * @param bytes of the whole stream
   * @param gaps stretches of it that nobody wants, ascending: they are not handed on, and what lies wholly in one is
   * never written
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
        // Who reads says why by another way; what waits here is told when it is closed.
        cancel: () => void (this.controller = undefined),
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * Resolves when its turn has come and the reader took it: so the writer is as fast as the reader. Each stretch is
   * written once.
   */
  write(offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<undefined> {
    if (this.isOver) return Promise.reject(new BeamError('storage-failed', { cause: 'the vault is not open' }));
    return new Promise((resolve, reject) => {
      this.waiting.set(offset, { bytes, resolve, reject });
      this.pass();
    });
  }

  /** There is nothing to wait for: what was written is with the reader. */
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

  /** The write whose turn it is, if it is here. */
  private next(): Write | undefined {
    const end = this.gapAt(this.passedBytes)?.end ?? -1;
    // What begins before it, in the gap, ends in the gap: it is never written.
    const early = this.waiting.has(this.passedBytes)
      ? []
      : [...this.waiting.keys()].filter((offset) => offset > this.passedBytes && offset <= end);
    if (early.length > 0) this.passedBytes = Math.min(...early);
    return this.waiting.get(this.passedBytes);
  }

  /** Without what is in a gap. */
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
