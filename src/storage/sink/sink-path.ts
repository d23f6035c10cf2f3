/**
 * A sink's own check of its paths. storage/sink/safe-names.ts has made them safe, and an error there must not reach a
 * disk.
 */
import { BeamError } from '../../protocol/errors.ts';

export interface SinkPath {
  /** Folders from the outside in; empty for a file at the top. */
  readonly folders: readonly string[];
  readonly name: string;
}

/** Throws `save-failed` for a path that is absolute, climbs, or has an empty name in it. */
export function splitPath(path: string): SinkPath {
  const names = path.split('/');
  const isSafe = names.every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\\0]/.test(name));
  const name = names.pop();
  if (!isSafe || name === undefined)
    throw new BeamError('save-failed', { cause: 'not a safe path', figures: { path } });
  return { folders: names, name };
}
