/**
 * What a receiver is told about the names of a share: which are not the ones that the sender has, and which are hidden
 * where they are saved.
 */
import type { ManifestFile } from '../../protocol/manifest.ts';
import type { NameChange, SafeList } from '../../storage/sink/safe-names.ts';
import { visibleName } from '../../protocol/visible-name.ts';

/** What a receiver is told about the names of a share. */
export interface NamesView {
  /** The first ones. `was` is to be shown, and nothing else. */
  readonly renamed: readonly { readonly was: string; readonly path: string; readonly why: readonly NameChange[] }[];
  readonly renamedCount: number;
  /** Paths with a name in them that begins with a dot: the first ones. */
  readonly hidden: readonly string[];
  readonly hiddenCount: number;
}

/** Named one by one; the rest are counted. */
const SHOWN = 50;

const isHidden = (path: string): boolean => path.startsWith('.') || path.includes('/.');

/** Undefined where there is nothing to tell. */
export function namesView(files: readonly ManifestFile[], { paths, renamed }: SafeList): NamesView | undefined {
  const hidden = paths.filter(isHidden);
  if (renamed.length === 0 && hidden.length === 0) return undefined;
  return {
    renamed: renamed
      .slice(0, SHOWN)
      .map(({ index, why }) => ({ was: visibleName(files[index]?.path ?? ''), path: paths[index] ?? '', why })),
    renamedCount: renamed.length,
    hidden: hidden.slice(0, SHOWN),
    hiddenCount: hidden.length,
  };
}
