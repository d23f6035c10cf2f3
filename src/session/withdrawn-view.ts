/** Files that were withdrawn from a share, as people see them. */
import { safePath } from '../share/names.ts';
import { FILES_SHOWN, type WithdrawnView } from './view.ts';

/** @param withdrawn by their index in `files` */
export function withdrawnView(withdrawn: readonly number[], files: readonly { readonly path: string }[]): WithdrawnView | undefined {
  if (withdrawn.length === 0) return undefined;
  return { files: withdrawn.length, paths: withdrawn.slice(0, FILES_SHOWN).map((file) => safePath(files[file]?.path ?? '')) };
}
