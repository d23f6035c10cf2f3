/**
 * What happens to the page as a whole (HTML, Page Lifecycle): it is left, it comes back out of the back-forward cache,
 * it wakes. Only this file listens to these events of the browser; it tells the sessions what they mean.
 */

type Listener = () => void;

export interface PageLifeParts {
  /** Reloads the page. A page whose sessions have ended must not be shown as if they were alive. */
  reload(): void;
}

export class PageLife {
  private readonly leaving = new Set<Listener>();
  private readonly waking = new Set<Listener>();
  private readonly online = new Set<Listener>();
  private hasEnded = false;

  private readonly parts: PageLifeParts;

  constructor(parts: PageLifeParts = { reload: () => location.reload() }) {
    this.parts = parts;
    addEventListener('pagehide', () => this.gotHide());
    addEventListener('pageshow', ({ persisted }) => persisted && this.gotBack());
    addEventListener('online', () => call(this.online));
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && call(this.waking));
    document.addEventListener('resume', () => call(this.waking)); // after `freeze`, during which no timer ran
  }

  /** The page is left, perhaps into the cache. Peers learn it at once and need not wait for a timeout. */
  onLeave(listener: Listener, signal: AbortSignal): void {
    add(this.leaving, listener, signal);
  }

  /** The page is visible again, or runs again. Connections may have died meanwhile, while no timer ran. */
  onWake(listener: Listener, signal: AbortSignal): void {
    add(this.waking, listener, signal);
  }

  /** The device is online, or has another network. */
  onOnline(listener: Listener, signal: AbortSignal): void {
    add(this.online, listener, signal);
  }

  private gotHide(): void {
    this.hasEnded ||= this.leaving.size > 0;
    call(this.leaving);
  }

  /** The person came back by Back or Forward. Interrupted work continues from storage, as after any reload. */
  private gotBack(): void {
    if (!this.hasEnded) return call(this.waking);
    // The page has ended already, so there is nothing to ask the person about.
    addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
    this.parts.reload();
  }
}

/** A listener may remove itself, and others, while this runs. */
function call(listeners: ReadonlySet<Listener>): void {
  for (const listener of listeners) listener();
}

function add(listeners: Set<Listener>, listener: Listener, signal: AbortSignal): void {
  if (signal.aborted) return;
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
}

/** The life of this page. */
export const pageLife = new PageLife();
