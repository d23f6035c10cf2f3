/** The page's side of the service worker: registers it, and says when a newer version of the app waits. */
import { DOWNLOAD_LOCK, type PageMessage } from '../protocol/sw-message.ts';

/** Browsers look for a new version on their own only at a load, and an installed app can stay open for weeks. */
const CHECK_MS = 60 * 60 * 1000;

export type UpdateListener = (apply: () => void) => void;

export class Registration {
  readonly #listeners: UpdateListener[] = [];
  #apply: (() => void) | undefined;
  #checkedMs = 0;

  /**
   * Registers `/sw.js`, given as the Trusted Types policy passes it (storage/script-url.ts). Without service workers, or
   * where the browser forbids them (private windows), nothing happens: the app works, but not offline.
   */
  start(url: string): void {
    // Undefined in some private windows and where the connection is not secure.
    const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (container === undefined) return;
    // The first worker takes control of a page that had none: no update.
    let hadController = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      // Applied by another tab: this one now runs with a service worker that serves another version's files.
      if (hadController) this.#offer(() => location.reload());
      hadController = true;
    });
    container.register(url, { scope: '/', updateViaCache: 'none' }).then(
      (registration) => this.#watch(container, registration),
      () => {},
    );
  }

  /** Calls back when a newer version waits, at once if one does already. `apply` reloads the page into it. */
  onUpdate(listener: UpdateListener): void {
    this.#listeners.push(listener);
    if (this.#apply !== undefined) listener(this.#apply);
  }

  #watch(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
    const offerWaiting = (): void => {
      if (registration.waiting !== null && registration.active !== null) this.#offer(() => void applyUpdate(container, registration));
    };
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offerWaiting));
    offerWaiting();
    this.#checkedMs = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' || Date.now() - this.#checkedMs < CHECK_MS) return;
      this.#checkedMs = Date.now();
      registration.update().catch(() => {}); // no network: the next time
    });
  }

  #offer(apply: () => void): void {
    this.#apply = apply;
    for (const listener of this.#listeners) listener(apply);
  }
}

/** Waits until no tab streams a download, for a new service worker would cut it; then takes over and reloads. */
async function applyUpdate(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): Promise<void> {
  await navigator.locks.request(DOWNLOAD_LOCK, async () => {
    const { waiting } = registration;
    if (waiting === null) return;
    const isControlled = new Promise<void>((resolve) => {
      container.addEventListener('controllerchange', () => resolve(), { once: true });
    });
    waiting.postMessage({ type: 'apply-update' } satisfies PageMessage);
    await isControlled;
  });
  location.reload();
}
