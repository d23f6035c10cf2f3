/**
 * Connects streamed downloads to the service worker's events, and lets a waiting version take over when a person has
 * agreed.
 */
import { DOWNLOAD_PATH, parsePageMessage, type PongMessage } from '../protocol/messages/sw-message.ts';

import { StreamedDownloads } from './streamed-downloads.ts';

/**
 * Must be called before any other fetch listener is added: nothing under DOWNLOAD_PATH may be answered with a page,
 * because the browser would save that page as the file.
 */
export function listenForDownloads(worker: ServiceWorkerGlobalScope): void {
  const downloads = new StreamedDownloads();

  worker.addEventListener('fetch', (event) => {
    const { origin, pathname } = new URL(event.request.url);
    if (origin !== worker.location.origin || !pathname.startsWith(DOWNLOAD_PATH)) return;
    event.respondWith(downloads.answer(pathname.slice(DOWNLOAD_PATH.length)));
  });

  worker.addEventListener('message', (event) => {
    const message = parsePageMessage(event.data);
    switch (message?.type) {
      case 'apply-update':
        event.waitUntil(worker.skipWaiting());
        break;
      case 'download': {
        const [port] = event.ports;
        if (port !== undefined) downloads.expect(message.id, message.filename, message.size, port);
        break;
      }
      case 'ping': // the event itself is a purpose: the browser does not stop the worker
        if (message.id !== undefined)
          event.ports[0]?.postMessage({ type: 'pong', isStreaming: downloads.has(message.id) } satisfies PongMessage);
        break;
      case undefined:
        break;
      default:
        message satisfies never;
    }
  });

  // With this the page of a first visit can stream downloads. A later version waits: see `apply-update`.
  worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
}
