/** What goes out on one lane, in its order: compressed where that pays and the receiver takes it. */
import {
  encodeChunk,
  encodeCompressed,
  encodeBlockSignature,
  encodeWithdrawal,
  type BlockSignature,
} from '../../protocol/frame.ts';
import { MAX_FRAME_BYTES } from '../../protocol/limits.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import type { Compressibility } from '../../transfer/flow/compressibility.ts';
import type { Compression } from '../compress/compression.ts';
import { OrderedQueue } from './ordered-queue.ts';

export interface Compressor {
  readonly compression: Compression;
  readonly compressibility: Compressibility;
}

export class SendQueue {
  private readonly frame = new Uint8Array(MAX_FRAME_BYTES);
  private readonly queue = new OrderedQueue();

  private readonly share: number;
  private readonly send: (frame: Uint8Array<ArrayBuffer>) => void;
  private readonly compressor: Compressor | undefined;
  private readonly onSent: () => void;

  /**
   * @param share its number on the link @param compressor undefined: nothing is compressed
   * @param onSent a chunk that had waited was sent
   */
  constructor(
    share: number,
    send: (frame: Uint8Array<ArrayBuffer>) => void,
    compressor: Compressor | undefined,
    onSent: () => void,
  ) {
    this.share = share;
    this.send = send;
    this.compressor = compressor;
    this.onSent = onSent;
  }

  /** Bytes that are on their way into the channel's send buffer. */
  get waitingBytes(): number {
    return this.queue.waitingBytes;
  }

  blockSignature(blockSignature: BlockSignature): void {
    this.queue.take(() => this.send(encodeBlockSignature(this.share, blockSignature)));
  }

  /** Ahead of its block's blockSignature. */
  withdrawal(withdrawal: Withdrawal): void {
    this.queue.take(() => this.send(encodeWithdrawal(this.share, withdrawal)));
  }

  chunk(block: number, offset: number, payload: Uint8Array<ArrayBuffer>): void {
    const { length } = payload;
    const sendPlain = (): void => this.send(encodeChunk(this.share, block, offset, payload, this.frame));
    const decision = this.compressor?.compressibility.next() ?? 'plain';
    const compression = decision === 'plain' ? undefined : this.compress(payload);
    if (compression === undefined || decision === 'try') return this.queue.take(sendPlain);
    this.queue.wait(length, compression, (compressed) => {
      if (compressed === undefined) sendPlain();
      else this.send(encodeCompressed(this.share, { block, offset, length, payload: compressed }));
      this.onSent();
    });
  }

  private async compress(payload: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const compressed = await this.compressor?.compression.compress(payload);
    this.compressor?.compressibility.got(payload.length, compressed?.length ?? Infinity);
    return compressed;
  }
}
