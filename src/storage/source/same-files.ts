/** Compares files that a person chose again with the list under which they were shared. */
import { isDirectory, type ManifestFile } from '../../protocol/manifest.ts';

import { pickedFolder, type PickedFile } from './picked-files.ts';

export interface Comparison {
  /** In the order of the list; undefined for a file that is not there, or not the same. */
  readonly files: readonly (PickedFile | undefined)[];
  /** Paths of the files that are there but not the same. */
  readonly changed: readonly string[];
  /** Paths of the files that are not there. */
  readonly missing: readonly string[];
}

/**
 * A file is the same if its path, size and time are the same. Of two files with one path the later counts. Other files
 * that were chosen are ignored. Empty folders need not be there, because an `<input>` does not show them.
 */
export function sameFiles(wanted: readonly ManifestFile[], picked: readonly PickedFile[]): Comparison {
  const byPath = new Map(picked.map(({ path, file }) => [path, file]));
  const changed: string[] = [];
  const missing: string[] = [];
  const files = wanted.map(({ path, size, type, mtimeMs }) => {
    if (isDirectory({ type })) return pickedFolder(path);
    const file = byPath.get(path);
    if (file === undefined) missing.push(path);
    else if (file.size !== size || file.lastModified !== mtimeMs) changed.push(path);
    else return { path, file };
    return undefined;
  });
  return { files, changed, missing };
}
