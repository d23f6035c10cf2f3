/** Files that a person chose once more, held against the list under which they were shared. */
import { isDirectory, type ManifestFile } from '../../protocol/manifest.ts';

import { pickedFolder, type PickedFile } from './picked-files.ts';

export interface Comparison {
  /** In the order of the list; undefined for one that is not there, or not the same. */
  readonly files: readonly (PickedFile | undefined)[];
  /** Paths of those that are there and not the same. */
  readonly changed: readonly string[];
  /** Paths of those that are not there. */
  readonly missing: readonly string[];
}

/**
 * What else was chosen is left out. The same is what has the same path, size and time; of two with one path the later
 * counts. Empty folders need not be there: an `<input>` does not show them.
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
