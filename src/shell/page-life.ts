/**
 * What happens to the page as a whole (HTML, Page Lifecycle): it is left, it comes back out of the back-forward cache,
 * it wakes. Only this file listens to these events of the browser; it tells the sessions what they mean.
 */
import { Listeners } from '../protocol/listeners.ts';

export interface PageLifeParts {
  /** Reloads the page. A page whose sessions have ended must not be shown as if they were alive. */
  reload(): void;
}

export class PageLife {
  private readonly leaving = new Listeners();
  private readonly waking = new Listeners();
  private readonly online = new Listeners();
  private hasEnded = false;

  private readonly parts: PageLifeParts;

  constructor(parts: PageLifeParts = { reload: () => location.reload() }) {
    this.parts = parts;
    addEventListener('pagehide', () => this.gotHide());
    addEventListener('pageshow', ({ persisted }) => persisted && this.gotBack());
    addEventListener('online', () => this.online.call());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.waking.call());
    document.addEventListener('resume', () => this.waking.call()); // after `freeze`: no timer has run meanwhile
  }

  /** The page goes, perhaps into the cache: others are to know at once, and need not wait for a timeout. */
  onLeave(listener: () => void, signal: AbortSignal): void {
    this.leaving.add(listener, signal);
  }

  /** It is looked at again, or runs again: connections may have died in the meantime, and no timer has said so. */
  onWake(listener: () => void, signal: AbortSignal): void {
    this.waking.add(listener, signal);
  }

  /** There is a network, or another one. */
  onOnline(listener: () => void, signal: AbortSignal): void {
    this.online.add(listener, signal);
  }

  private gotHide(): void {
    this.hasEnded ||= this.leaving.size > 0;
    this.leaving.call();
  }

  /** The person came back by Back or Forward. Interrupted work continues from storage, as after any reload. */
  private gotBack(): void {
    if (!this.hasEnded) return this.waking.call();
    // It has ended: there is nothing to ask the person about.
    addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
    this.parts.reload();
  }
}

/** Of this page. */
export const pageLife = new PageLife();
