/** The service worker: streamed downloads, and the app without a network. It may be stopped at any time. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

import { listenForDownloads } from './downloads-listener.ts';

declare const self: ServiceWorkerGlobalScope & {
  /** Replaced by the build with the files of the app and their hashes. */
  readonly __WB_MANIFEST: Array<{ readonly url: string; readonly revision: string | null }>;
};

listenForDownloads(self);

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { denylist: [/^\/api\//, /^\/download\//] }));
