/**
 * What happens to the page as a whole (HTML, Page Lifecycle): it goes, it comes back out of the back-forward cache, it
 * wakes. One place listens to the browser's events; sessions hear what they mean.
 */

type Listener = () => void;

export interface PageLifeParts {
  /** A page whose sessions have ended must not be shown as if they lived. */
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
    document.addEventListener('resume', () => call(this.waking)); // after `freeze`: no timer has run meanwhile
  }

  /** The page goes, perhaps into the cache: others are to know at once, and need not wait for a timeout. */
  onLeave(listener: Listener, signal: AbortSignal): void {
    add(this.leaving, listener, signal);
  }

  /** It is looked at again, or runs again: connections may have died in the meantime, and no timer has said so. */
  onWake(listener: Listener, signal: AbortSignal): void {
    add(this.waking, listener, signal);
  }

  /** There is a network, or another one. */
  onOnline(listener: Listener, signal: AbortSignal): void {
    add(this.online, listener, signal);
  }

  private gotHide(): void {
    this.hasEnded ||= this.leaving.size > 0;
    call(this.leaving);
  }

  /** By Back or Forward. What was at work is taken up from storage, as after any reload. */
  private gotBack(): void {
    if (!this.hasEnded) return call(this.waking);
    // It has ended: there is nothing to ask the person about.
    addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
    this.parts.reload();
  }
}

/** A listener may take away itself, and others. */
function call(listeners: ReadonlySet<Listener>): void {
  for (const listener of listeners) listener();
}

function add(listeners: Set<Listener>, listener: Listener, signal: AbortSignal): void {
  if (signal.aborted) return;
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
}

/** Of this page. */
export const pageLife = new PageLife();
