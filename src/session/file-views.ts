/** The files of a share as both sides see them. */
import { isDirectory, type ManifestFile } from '../protocol/manifest.ts';
import { FILES_SHOWN, type FileView } from './view/share.ts';

/** The first ones. @param paths as they are shown, in the order of the files, where they are not those of the list */
export const fileViews = (files: readonly ManifestFile[], paths?: readonly string[]): readonly FileView[] =>
  files.slice(0, FILES_SHOWN).map((file, index): FileView => {
    const view = { path: paths?.[index] ?? file.path, bytes: file.size };
    return isDirectory(file) ? { ...view, isFolder: true } : view;
  });
