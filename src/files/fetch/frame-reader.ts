/**
 * What comes in from one provider, on all its lanes, as its receiver hears it: from `accept` on. Before that nothing
 * was asked for (D5).
 */
import { decodeFrame, type Chunk, type Compressed, type BlockSignature } from '../../protocol/frame.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { Decompression } from '../compress/decompression.ts';

export interface FrameReaderEvents {
  onBlockSignature(blockSignature: BlockSignature, lane: number): void;
  onWithdrawal(withdrawal: Withdrawal, lane: number): void;
  /** The payload is good until this returns. */
  onChunk(chunk: Chunk, lane: number): void;
}

export class FrameReader {
  private state: 'waiting' | 'open' | 'closed' = 'waiting';
  private takesCompressed = false;

  private readonly decompression: Decompression;
  private readonly events: FrameReaderEvents;

  constructor(decompression: Decompression, events: FrameReaderEvents) {
    this.decompression = decompression;
    this.events = events;
  }

  /** @returns whether chunks may come compressed, from now on */
  begin(): boolean {
    this.state = 'open';
    this.takesCompressed = this.decompression.isReady;
    return this.takesCompressed;
  }

  /** False of what was not asked for, or does not decompress to what it says. */
  got(bytes: Uint8Array<ArrayBuffer>, lane: number): boolean {
    if (this.state === 'closed') return true;
    const frame = this.state === 'open' ? decodeFrame(bytes) : undefined;
    switch (frame?.type) {
      case 'withdrawal':
        this.events.onWithdrawal(frame.withdrawal, lane);
        return true;
      case 'block-signature':
        this.events.onBlockSignature(frame.blockSignature, lane);
        return true;
      case 'chunk':
        this.events.onChunk(frame.chunk, lane);
        return true;
      case 'compressed':
        return this.gotCompressed(frame.compressed, lane);
      case 'request':
      case undefined:
        return false;
    }
  }

  /** What still comes was asked for by nobody any more. */
  close(): void {
    this.state = 'closed';
  }

  private gotCompressed({ block, offset, length, payload }: Compressed, lane: number): boolean {
    const plain = this.takesCompressed ? this.decompression.decompress(payload, length) : undefined;
    if (plain === undefined) return false;
    this.events.onChunk({ block, offset, payload: plain, compressedBytes: payload.length }, lane);
    return true;
  }
}
