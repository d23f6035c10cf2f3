/**
 * New files in a folder that the person chose. Nested folders are made, nothing is overwritten, and a file is either
 * complete or not there.
 */
import { foldedName } from '../../protocol/folded-name.ts';
import { numberedName } from './numbered-name.ts';
import type { SinkPath } from './sink-path.ts';

/** A folder, and the names that this save has used in it, case-folded as Windows and macOS compare names. */
export interface Place {
  readonly handle: FileSystemDirectoryHandle;
  readonly taken: Set<string>;
  readonly folders: Map<string, Promise<Place>>;
}

export const placeOf = (handle: FileSystemDirectoryHandle): Place => ({ handle, taken: new Set(), folders: new Map() });

/**
 * Makes a file under the path, or under a similar name that is free, and fills it. If it cannot be filled to the end,
 * it is removed.
 */
export async function makeFile(
  root: Place,
  path: SinkPath,
  fill: (writable: FileSystemWritableFileStream) => Promise<void>,
): Promise<void> {
  const place = await innerPlace(root, path.folders);
  const name = await writableName(place, path.name);
  const handle = await place.handle.getFileHandle(name, { create: true });
  let writable: FileSystemWritableFileStream | undefined;
  try {
    writable = await handle.createWritable();
    await fill(writable);
    await writable.close();
  } catch (thrown) {
    await writable?.abort().catch(() => {});
    await place.handle.removeEntry(name).catch(() => {});
    throw thrown;
  }
}

/** Makes an empty folder, or keeps the one that is there. */
export async function makeEmptyFolder(root: Place, { folders, name }: SinkPath): Promise<void> {
  await innerPlace(root, [...folders, name]);
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

/**
 * Finds or makes the folders of a path. A folder that exists is used. If a file has its name, the folder becomes "name
 * (2)". If the browser refuses its name, it becomes "name_".
 */
async function makeFolder(place: Place, name: string): Promise<FileSystemDirectoryHandle> {
  try {
    return await makeFolderNamed(place, name);
  } catch (thrown) {
    if (thrown instanceof TypeError) return makeFolderNamed(place, `${name}_`);
    throw thrown;
  }
}

async function makeFolderNamed({ handle }: Place, name: string): Promise<FileSystemDirectoryHandle> {
  for (let number = 1; ; number += 1) {
    try {
      return await handle.getDirectoryHandle(number === 1 ? name : `${name} (${number})`, { create: true });
    } catch (thrown) {
      if (!isNamed(thrown, 'TypeMismatchError')) throw thrown;
    }
  }
}

/**
 * Takes a name that neither the folder nor this save has. The look and the taking are one step, so no other file of
 * this save can take the name between them.
 */
async function freeName({ handle, taken }: Place, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : numberedName(name, number);
    const folded = foldedName(candidate);
    if (taken.has(folded)) continue;
    taken.add(folded);
    try {
      await handle.getFileHandle(candidate);
    } catch (thrown) {
      if (isNamed(thrown, 'NotFoundError')) return candidate;
      if (!isNamed(thrown, 'TypeMismatchError')) throw thrown; // a folder has that name: try the next number
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
