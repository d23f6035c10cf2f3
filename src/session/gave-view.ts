/** What of a share its receivers gave to each other. */
import type { Uploads } from '../files/serve/uploads.ts';
import type { GaveView } from './view/send.ts';

/** Less than a block is what is on its way. */
const LEAST_BYTES = 2 ** 20;

export function gaveView(uploads: Uploads | undefined): GaveView | undefined {
  const ownBytes = uploads?.sentBytes ?? 0;
  const othersBytes = (uploads?.gainedBytes ?? 0) - ownBytes;
  return othersBytes < LEAST_BYTES ? undefined : { ownBytes, othersBytes };
}
