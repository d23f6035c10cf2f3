/** Streams into a folder that the person chose, one file after the other. */
import { FileCutter } from './file-cutter.ts';
import { makeEmptyFolder, makeFile, placeOf } from '../folder-place.ts';
import { toSaveError } from '../save-error.ts';
import { splitPath } from '../sink-path.ts';
import type { ByteStream, StreamedFile, StreamingSink } from './streaming-sink.ts';

export class StreamingFolderSink implements StreamingSink {
  private readonly folder: FileSystemDirectoryHandle;

  constructor(folder: FileSystemDirectoryHandle) {
    this.folder = folder;
  }

  /** After a failure, finished files stay, and no partial file does. */
  async save(files: readonly StreamedFile[], stream: ByteStream, signal: AbortSignal): Promise<void> {
    const targets = files.map(({ path, size, isFolder }) => ({ path, size, isFolder, place: splitPath(path) }));
    const root = placeOf(this.folder);
    const cutter = new FileCutter(stream);
    for (const { path, size, isFolder, place } of targets) {
      try {
        signal.throwIfAborted();
        if (isFolder === true) await makeEmptyFolder(root, place);
        else
          await makeFile(root, place, (writable) => cutter.next(size).pipeTo(writable, { signal, preventClose: true }));
      } catch (thrown) {
        signal.throwIfAborted();
        throw toSaveError(thrown, path);
      }
    }
  }
}
