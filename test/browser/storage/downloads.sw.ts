/** The service worker without the app's files, which only a build has. */
import { listenForDownloads } from '../../../src/sw/downloads-listener.ts';

declare const self: ServiceWorkerGlobalScope;

listenForDownloads(self);
