/** One of each for all rooms of this page. Loaded with the first one, in a file with all that a room needs. */
import { Connections } from '../connection/connections.ts';
import { Decompression } from '../files/compress/decompression.ts';
import { UploadCap } from '../files/serve/upload-cap.ts';
import type { UploadChoice } from '../files/serve/upload-choice.ts';
import type { Sharing } from '../session/holder.ts';
import { makeConnection } from '../shell/platform.ts';

/** The browser counts them together. */
export const connections = new Connections(makeConnection);

export const decompression = new Decompression();

let cap: UploadCap | undefined;

/** The limit is for all that the page sends. */
export function sharingOf(choice: UploadChoice): Sharing {
  cap ??= UploadCap.of(choice, new AbortController().signal);
  return { choice, cap };
}
