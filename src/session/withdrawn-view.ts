/** Files that were withdrawn from a share, as people see them. */
import { visibleName } from '../protocol/visible-name.ts';
import { FILES_SHOWN, type WithdrawnView } from './view/share.ts';

/** @param withdrawn by their index in `files` */
export function withdrawnView(
  withdrawn: readonly number[],
  files: readonly { readonly path: string }[],
): WithdrawnView | undefined {
  if (withdrawn.length === 0) return undefined;
  return {
    files: withdrawn.length,
    paths: withdrawn.slice(0, FILES_SHOWN).map((file) => visibleName(files[file]?.path ?? '')),
  };
}
