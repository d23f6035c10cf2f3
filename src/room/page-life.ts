/** What the core is told of the page, or of the terminal, that it runs in. See shell/page-life.ts for the page's. */
export interface PageLife {
  /** The page goes, perhaps for good: others are to know at once, and need not wait for a timeout. */
  onLeave(listener: () => void, signal: AbortSignal): void;
  /** It is looked at again, or runs again: connections may have died meanwhile, and no timer has said so. */
  onWake(listener: () => void, signal: AbortSignal): void;
  /** There is a network, or another one. */
  onOnline(listener: () => void, signal: AbortSignal): void;
}
