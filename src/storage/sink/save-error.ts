/** The error that tells what went wrong while a file was saved. */
import { BeamError } from '../../protocol/errors.ts';

import { storageErrorCode } from '../vault/storage-error.ts';

export function toSaveError(thrown: unknown, path: string): BeamError {
  const code = storageErrorCode(thrown) === 'space-short' ? 'space-short' : 'save-failed';
  return new BeamError(code, { cause: thrown, figures: { path } });
}
