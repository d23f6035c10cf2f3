/** The files of a share as both sides see them. */
import { isDirectory, type ManifestFile } from '../protocol/manifest.ts';
import { FILES_SHOWN, type FileView } from './view/share.ts';

/** Of a receiver: which files are taken next, and which are saved. */
interface Selection {
  isChosen(file: number): boolean;
  isSaved(file: number): boolean;
}

/**
 * The first ones.
 * @param paths as they are shown, in the order of the files, where they are not those of the list
 * @param selection where one can choose
 */
export const fileViews = (
  files: readonly ManifestFile[],
  paths?: readonly string[],
  selection?: Selection,
): readonly FileView[] =>
  files.slice(0, FILES_SHOWN).map((file, index): FileView => {
    return {
      path: paths?.[index] ?? file.path,
      bytes: file.size,
      ...(isDirectory(file) ? { isFolder: true } : {}),
      ...(selection?.isChosen(index) === false ? { isLeftOut: true } : {}),
      ...(selection?.isSaved(index) === true ? { isSaved: true } : {}),
    };
  });
