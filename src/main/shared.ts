/** One of each for all rooms of this page. Loaded with the first one, in a file with all that a room needs. */
import { Connections } from '../connection/connections.ts';
import { Decompression } from '../files/compress/decompression.ts';
import { makeConnection } from '../shell/platform.ts';

/** The browser counts them together. */
export const connections = new Connections(makeConnection);

export const decompression = new Decompression();
