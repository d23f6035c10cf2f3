/** What main.ts gives the core of this browser, for tests that build the core's parts themselves. */
import { Connections } from '../../src/connection/connections.ts';
import { Compression } from '../../src/files/compress/compression.ts';
// oxlint-disable-next-line import/default -- Vite makes it
import workerUrl from '../../src/files/compress/compression.worker.ts?worker&url';
import { pageLife } from '../../src/shell/page-life.ts';
import { makeConnection, network } from '../../src/shell/platform.ts';
import { scriptUrl } from '../../src/storage/script-url.ts';

/** One for all tests of a page: the browser counts them together. */
export const connections = new Connections(makeConnection);

export const startCompression = (): Compression =>
  new Compression(() => new Worker(scriptUrl(workerUrl), { type: 'module', name: 'compression' }));

/** Of every session. */
export const platform = { life: pageLife, connections, network };
