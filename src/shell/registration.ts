/** The page's side of the service worker: registers it, and says when a newer version of the app waits. */
import { DOWNLOAD_LOCK, type PageMessage } from '../protocol/messages/sw-message.ts';

/**
 * How often the page looks for a new version. Browsers look only at a load, and an installed app can stay open for
 * weeks.
 */
const CHECK_MS = 60 * 60 * 1000;

/** Time between two tries to apply an update while a download is streamed. */
const RETRY_MS = 1000;

export type UpdateListener = (apply: () => void) => void;

export class Registration {
  private readonly listeners: UpdateListener[] = [];
  private apply: (() => void) | undefined;
  private checkedMs = 0;
  private readonly reload: () => void;

  constructor(reload = () => location.reload()) {
    this.reload = reload;
  }

  /**
   * Registers `/sw.js`, given as the Trusted Types policy passes it (storage/script-url.ts). Nothing happens without
   * service workers, or where the browser forbids them (private windows): the app then works, but not offline. `type`
   * is "module" only in tests, where nothing bundles the script.
   */
  start(url: string, type: WorkerType = 'classic'): void {
    try {
      // Undefined in some private windows and where the connection is not secure.
      const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
      if (container !== undefined) this.register(container, url, type);
    } catch {
      // With blocked site data, some browsers throw where they should reject.
    }
  }

  private register(container: ServiceWorkerContainer, url: string, type: WorkerType): void {
    // The first worker takes control of a page that had none. That is no update.
    let hadController = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      // Another tab has applied the update. This tab now runs with a service worker that serves files of another
      // version.
      if (hadController) this.announce(this.reload);
      hadController = true;
    });
    container.register(url, { scope: '/', type, updateViaCache: 'none' }).then(
      (registration) => this.watch(container, registration),
      () => {},
    );
  }

  /** Calls back when a newer version waits, at once if one does already. `apply` reloads the page into it. */
  onUpdate(listener: UpdateListener): void {
    this.listeners.push(listener);
    if (this.apply !== undefined) listener(this.apply);
  }

  private watch(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
    const announceWaiting = (): void => {
      if (registration.waiting !== null && registration.active !== null)
        this.announce(() => void applyUpdate(container, registration).then(this.reload));
    };
    registration.addEventListener('updatefound', () =>
      registration.installing?.addEventListener('statechange', announceWaiting),
    );
    announceWaiting();
    this.checkedMs = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' || Date.now() - this.checkedMs < CHECK_MS) return;
      this.checkedMs = Date.now();
      registration.update().catch(() => {}); // without a network, the next look will do
    });
  }

  private announce(apply: () => void): void {
    this.apply = apply;
    for (const listener of this.listeners) listener(apply);
  }
}

/**
 * Waits until no tab streams a download, because a new service worker would cut it. Then lets the new version take
 * over.
 */
async function applyUpdate(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): Promise<void> {
  const takeOver = async (lock: Lock | null): Promise<boolean> => {
    if (lock === null) return false;
    const { waiting } = registration;
    if (waiting === null) return true;
    const isControlled = new Promise<void>((resolve) => {
      container.addEventListener('controllerchange', () => resolve(), { once: true });
    });
    waiting.postMessage({ type: 'apply-update' } satisfies PageMessage);
    await isControlled;
    return true;
  };
  // The lock is requested again and again, without waiting in its queue: downloads that begin meanwhile would have to
  // wait behind this request.
  while (!(await whileFree(takeOver))) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}

/** Without locks (blocked site data), downloads hold none either. */
async function whileFree(takeOver: (lock: Lock | null) => Promise<boolean>): Promise<boolean> {
  let isAsked = false;
  try {
    return await navigator.locks.request(DOWNLOAD_LOCK, { ifAvailable: true }, (lock) => {
      isAsked = true;
      return takeOver(lock);
    });
  } catch (thrown) {
    if (isAsked) throw thrown;
    return takeOver({ name: DOWNLOAD_LOCK, mode: 'exclusive' });
  }
}
