/** Saves one file straight to the place that the person chose (File System Access). */
import { BeamError } from '../../../protocol/errors.ts';

import { toSaveError } from '../save-error.ts';
import type { ByteStream, StreamedFile, StreamingSink } from './streaming-sink.ts';

declare global {
  interface FileSystemHandle {
    /** Only Chromium has it (WICG File System Access). */
    remove?(): Promise<void>;
  }
}

export class StreamingFileSink implements StreamingSink {
  private readonly handle: FileSystemFileHandle;

  /** @param handle from the picker, which has made the file, empty */
  constructor(handle: FileSystemFileHandle) {
    this.handle = handle;
  }

  /** The browser writes into another file, and puts it into its place when it is closed. */
  async save(files: readonly StreamedFile[], stream: ByteStream, signal: AbortSignal): Promise<void> {
    const [file] = files;
    if (file === undefined || files.length > 1) throw new BeamError('internal', { cause: 'one file at a time' });
    try {
      await stream.pipeTo(await this.handle.createWritable(), { signal });
    } catch (thrown) {
      await this.removeEmpty().catch(() => {});
      signal.throwIfAborted();
      throw toSaveError(thrown, file.path);
    }
  }

  /** Removes the empty file that the picker has made, and nothing else. */
  private async removeEmpty(): Promise<void> {
    if ((await this.handle.getFile()).size === 0) await this.handle.remove?.();
  }
}
