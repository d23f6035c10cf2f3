/** The service worker: streamed downloads, and the app without a network. It may be stopped at any time. */
import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

import { listenForDownloads } from './downloads-listener.ts';
import { orNetwork } from './or-network.ts';

declare const self: ServiceWorkerGlobalScope & {
  /** Replaced by the build with the files of the app and their hashes. */
  readonly __WB_MANIFEST: Array<{ readonly url: string; readonly revision: string | null }>;
};

listenForDownloads(self);

cleanupOutdatedCaches();
const precache = new PrecacheController();
precache.addToCacheList(self.__WB_MANIFEST);
self.addEventListener('install', (event) => void precache.install(event));
self.addEventListener('activate', (event) => void precache.activate(event));

const files = new PrecacheRoute(precache);
registerRoute(
  files.match,
  orNetwork((options) => files.handler.handle(options)),
);
const page = precache.createHandlerBoundToURL('index.html');
registerRoute(new NavigationRoute(orNetwork(page), { denylist: [/^\/api\//, /^\/download\//] }));
