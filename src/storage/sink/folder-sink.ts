/** Saves into a folder that the person chose (File System Access): nested folders are made, nothing is overwritten. */
import { makeEmptyFolder, makeFile, placeOf } from './folder-place.ts';
import { toSaveError } from './save-error.ts';
import { splitPath } from './sink-path.ts';
import type { Sink, SinkFile } from './sink.ts';

/** Files that are written at once. This hides the trips to the browser's process when there are many small files. */
const FILES_AT_ONCE = 32;

/**
 * Bytes of one write, which is also the step of progress. They are passed as a blob and not as a stream: the browser
 * then copies from file to file without the page (300 MB in 1.2 s against 2.1 to 2.8 s for pipeTo, Chromium 156, two
 * cores, 2026-11-20).
 */
const WRITE_BYTES = 16 * 1024 * 1024;

export class FolderSink implements Sink {
  private readonly folder: FileSystemDirectoryHandle;

  constructor(folder: FileSystemDirectoryHandle) {
    this.folder = folder;
  }

  async save(files: readonly SinkFile[], signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void> {
    const targets = files.map((file) => ({ file, path: splitPath(file.path) }));
    const root = placeOf(this.folder);
    const rest = targets.values();
    const failure = new AbortController();
    const either = AbortSignal.any([signal, failure.signal]);
    const writeRest = async (): Promise<void> => {
      for (const { file, path } of rest) {
        try {
          either.throwIfAborted();
          if (file.isFolder === true) await makeEmptyFolder(root, path);
          else await makeFile(root, path, (writable) => copy(file.blob, writable, either, onSaved));
          onSaved(0); // a sign of life, because closing took its time
        } catch (thrown) {
          failure.abort(toSaveError(thrown, file.path)); // only the first failure is kept
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, writeRest));
    either.throwIfAborted();
  }
}

async function copy(
  blob: Blob,
  writable: FileSystemWritableFileStream,
  signal: AbortSignal,
  onSaved: (bytes: number) => void,
): Promise<void> {
  for (let done = 0; done < blob.size; done += WRITE_BYTES) {
    signal.throwIfAborted();
    const part = blob.slice(done, done + WRITE_BYTES);
    await writable.write(part);
    onSaved(part.size);
  }
  signal.throwIfAborted();
}
