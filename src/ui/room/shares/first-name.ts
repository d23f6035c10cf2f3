import type { FileView } from '../../../session/view/share.ts';
import { quoteName } from '../../parts/file-name.ts';

/** What one share among several is called: by its first file. Undefined until it is known. */
export function firstName({ files: [first] }: { readonly files: readonly FileView[] }): string | undefined {
  return first === undefined ? undefined : quoteName(first.path);
}
