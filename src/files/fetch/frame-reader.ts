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
  /** Nothing that was asked for, or nothing that decompresses to what it says. */
  onFault(): void;
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

  got(bytes: Uint8Array<ArrayBuffer>, lane: number): void {
    if (this.state === 'closed') return;
    const frame = this.state === 'open' ? decodeFrame(bytes) : undefined;
    switch (frame?.type) {
      case 'withdrawal':
        return this.events.onWithdrawal(frame.withdrawal, lane);
      case 'block-signature':
        return this.events.onBlockSignature(frame.blockSignature, lane);
      case 'chunk':
        return this.events.onChunk(frame.chunk, lane);
      case 'compressed':
        return this.gotCompressed(frame.compressed, lane);
      case 'request':
      case undefined:
        return this.events.onFault();
    }
  }

  /** What still comes was asked for by nobody any more. */
  close(): void {
    this.state = 'closed';
  }

  private gotCompressed({ block, offset, length, payload }: Compressed, lane: number): void {
    const plain = this.takesCompressed ? this.decompression.decompress(payload, length) : undefined;
    if (plain === undefined) this.events.onFault();
    else this.events.onChunk({ block, offset, payload: plain, compressedBytes: payload.length }, lane);
  }
}
