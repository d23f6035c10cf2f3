/** Cuts one stream of bytes into the files that it contains one after another. */
import { BeamError } from '../../../protocol/errors.ts';

import type { ByteStream } from './streaming-sink.ts';

export class FileCutter {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  /** Bytes that were read already and belong to a later file. */
  private rest = new Uint8Array(0);

  constructor(stream: ByteStream) {
    this.reader = stream.getReader();
  }

  /**
   * The next `size` bytes, which must be read to their end before the next file is cut. The stream fails when the
   * source fails, or ends too early.
   */
  next(size: number): ByteStream {
    let left = size;
    return new ReadableStream(
      {
        pull: async (controller) => {
          if (left > 0) {
            const part = await this.read(left);
            left -= part.length;
            controller.enqueue(part);
          }
          if (left === 0) controller.close();
        },
        cancel: (reason) => this.reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }

  private async read(most: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.rest.length === 0) {
      const { done, value } = await this.reader.read();
      if (done) throw new BeamError('save-failed', { cause: 'the stream ended before its files' });
      this.rest = value;
    }
    const part = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(part.length);
    return part;
  }
}
