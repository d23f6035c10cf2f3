/** Saves into a folder that the person chose (File System Access): nested folders are made, nothing is overwritten. */
import { BeamError } from '../protocol/errors.ts';

import { numberedName } from './numbered-name.ts';
import { splitPath } from './sink-path.ts';
import type { Sink, SinkFile } from './sink.ts';
import { storageErrorCode } from './storage-error.ts';

/** Files written at once: hides the trips to the browser's process when there are many small ones. */
const FILES_AT_ONCE = 8;

/**
 * Bytes given to one write. As a blob, not as a stream: the browser then copies from file to file without the page
 * (300 MB in 1.2 s against 2.1 to 2.8 s for pipeTo, Chromium 156, two cores, 2026-11-20). Also the step of progress.
 */
const WRITE_BYTES = 16 * 1024 * 1024;

/** A folder and the names that this save has given in it, folded as Windows and macOS compare them. */
interface Place {
  readonly handle: FileSystemDirectoryHandle;
  readonly taken: Set<string>;
  readonly folders: Map<string, Promise<Place>>;
}

const placeOf = (handle: FileSystemDirectoryHandle): Place => ({ handle, taken: new Set(), folders: new Map() });

export class FolderSink implements Sink {
  readonly #folder: FileSystemDirectoryHandle;

  constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  async save(files: readonly SinkFile[], signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void> {
    const targets = files.map((file) => ({ file, path: splitPath(file.path) }));
    const root = placeOf(this.#folder);
    const rest = targets.values();
    const failure = new AbortController();
    const either = AbortSignal.any([signal, failure.signal]);
    const writeRest = async (): Promise<void> => {
      for (const { file, path } of rest) {
        try {
          either.throwIfAborted();
          await write(await innerPlace(root, path.folders), path.name, file.blob, either, onSaved);
        } catch (thrown) {
          failure.abort(toSaveError(thrown, file.path)); // the first one is kept
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, writeRest));
    either.throwIfAborted();
  }
}

function toSaveError(thrown: unknown, path: string): BeamError {
  const code = storageErrorCode(thrown) === 'space-short' ? 'space-short' : 'save-failed';
  return new BeamError(code, { cause: thrown, figures: { path } });
}

async function innerPlace(root: Place, folders: readonly string[]): Promise<Place> {
  let place = root;
  for (const name of folders) {
    let inner = place.folders.get(name);
    if (inner === undefined) {
      inner = makeFolder(place, name).then(placeOf);
      place.folders.set(name, inner);
    }
    place = await inner;
  }
  return place;
}

const isNamed = (thrown: unknown, name: string): boolean => thrown instanceof Error && thrown.name === name;

/** Folders are joined with those that are there; beside a file of that name it becomes "name (2)". */
async function makeFolder({ handle }: Place, name: string): Promise<FileSystemDirectoryHandle> {
  for (let number = 1; ; number += 1) {
    try {
      return await handle.getDirectoryHandle(number === 1 ? name : `${name} (${number})`, { create: true });
    } catch (thrown) {
      if (!isNamed(thrown, 'TypeMismatchError')) throw thrown;
    }
  }
}

/** A name that neither the folder nor this save has: looked at and taken without a gap for the files beside it. */
async function freeName({ handle, taken }: Place, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : numberedName(name, number);
    const folded = candidate.normalize('NFKC').toLowerCase();
    if (taken.has(folded)) continue;
    taken.add(folded);
    try {
      await handle.getFileHandle(candidate);
    } catch (thrown) {
      if (isNamed(thrown, 'NotFoundError')) return candidate;
      if (!isNamed(thrown, 'TypeMismatchError')) throw thrown; // a folder of that name: the next number
    }
  }
}

/** Chromium refuses names that Windows would run or follow (.lnk, .url, .scf, .local) with a TypeError. */
async function writableName(place: Place, name: string): Promise<string> {
  try {
    return await freeName(place, name);
  } catch (thrown) {
    if (thrown instanceof TypeError) return freeName(place, `${name}_`);
    throw thrown;
  }
}

async function write(place: Place, wanted: string, blob: Blob, signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void> {
  const name = await writableName(place, wanted);
  const handle = await place.handle.getFileHandle(name, { create: true });
  let writable: FileSystemWritableFileStream | undefined;
  try {
    writable = await handle.createWritable();
    for (let done = 0; done < blob.size; done += WRITE_BYTES) {
      signal.throwIfAborted();
      const part = blob.slice(done, done + WRITE_BYTES);
      await writable.write(part);
      onSaved(part.size);
    }
    signal.throwIfAborted();
    await writable.close();
  } catch (thrown) {
    await writable?.abort().catch(() => {});
    await place.handle.removeEntry(name).catch(() => {});
    throw thrown;
  }
}
