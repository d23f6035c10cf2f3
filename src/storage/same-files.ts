/** Files that a person chose once more, held against the list under which they were shared. */
import { BeamError } from '../protocol/errors.ts';
import type { ManifestFile } from '../protocol/manifest.ts';

import type { PickedFile } from './picked-files.ts';

/**
 * The files of the list, in its order; what else was chosen is left out. The same is what has the same path, size and time.
 * @throws BeamError `source-changed` naming a file that is there and not the same, else `source-missing` naming one that is not
 */
export function sameFiles(wanted: readonly ManifestFile[], picked: readonly PickedFile[]): PickedFile[] {
  const files = new Map(picked.map(({ path, file }) => [path, file]));
  for (const { path, size, mtimeMs } of wanted) {
    const file = files.get(path);
    if (file !== undefined && (file.size !== size || file.lastModified !== mtimeMs)) throw new BeamError('source-changed', { figures: { path } });
  }
  return wanted.map(({ path }) => {
    const file = files.get(path);
    if (file === undefined) throw new BeamError('source-missing', { figures: { path } });
    return { path, file };
  });
}
