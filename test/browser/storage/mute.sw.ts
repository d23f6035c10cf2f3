/** A service worker that controls the page and understands nothing: of another version, or broken. */
declare const self: ServiceWorkerGlobalScope;

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

export {};
