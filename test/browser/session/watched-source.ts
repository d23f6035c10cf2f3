/** A source that counts what is read of it. */
import type { ManifestFile } from '../../../src/protocol/manifest.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import type { Source, SourceRead } from '../../../src/storage/source/source.ts';
import type { ByteStream } from '../../../src/storage/sink/streaming/streaming-sink.ts';

export class WatchedSource implements Source {
  reads = 0;
  mostAtOnce = 0;
  private atOnce = 0;
  private readonly source: FileSource;

  constructor(picked: readonly { readonly path: string; readonly file: File }[]) {
    this.source = new FileSource(picked);
  }

  get files(): readonly ManifestFile[] {
    return this.source.files;
  }

  get bytes(): number {
    return this.source.bytes;
  }

  get missing(): readonly number[] {
    return this.source.missing;
  }

  get noticesChanges(): boolean {
    return this.source.noticesChanges;
  }

  whole(file: number): ByteStream {
    return this.source.whole(file);
  }

  async read(offset: number, length: number, isWithdrawn: (file: number) => boolean): Promise<SourceRead> {
    this.reads += 1;
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      return await this.source.read(offset, length, isWithdrawn);
    } finally {
      this.atOnce -= 1;
    }
  }
}
