/** Files that a person chose once more, held against the list under which they were shared. */
import { BeamError } from '../protocol/errors.ts';
import { isDirectory, type ManifestFile } from '../protocol/manifest.ts';

import { pickedFolder, type PickedFile } from './picked-files.ts';

/**
 * The files of the list, in its order; what else was chosen is left out. The same is what has the same path, size and time. Empty
 * folders need not be there: an `<input>` does not show them.
 * @throws BeamError `source-changed` naming a file that is there and not the same, else `source-missing` naming one that is not
 */
export function sameFiles(wanted: readonly ManifestFile[], picked: readonly PickedFile[]): PickedFile[] {
  const files = new Map(picked.map(({ path, file }) => [path, file]));
  for (const { path, size, type, mtimeMs } of wanted) {
    if (isDirectory({ type })) continue;
    const file = files.get(path);
    if (file !== undefined && (file.size !== size || file.lastModified !== mtimeMs)) throw new BeamError('source-changed', { figures: { path } });
  }
  return wanted.map(({ path, type }) => {
    if (isDirectory({ type })) return pickedFolder(path);
    const file = files.get(path);
    if (file === undefined) throw new BeamError('source-missing', { figures: { path } });
    return { path, file };
  });
}
