/**
 * When a guest asks the room for peers that it does not know: while it needs some, ever more seldom, and not after the
 * room has no more. So a room of many who all look at once, or whose links break at once, is not flooded (SPEC.md, R20).
 */

/** Before the first question: answers to greetings may still come. */
const SEARCH_MS = 2000;
const MOST_SEARCH_MS = 60_000;
/** After so long without a question the next one is a first one. */
const CALM_MS = 2 * MOST_SEARCH_MS;

export class Search {
  /** The room has said that there are no others. */
  private isOver = false;
  private asked = 0;
  private lastMs = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly ask: () => void;

  /** @param signal ends it */
  constructor(ask: () => void, signal: AbortSignal) {
    this.ask = ask;
    signal.addEventListener('abort', () => clearTimeout(this.timer));
  }

  /** Whether more peers are needed, as of now. */
  look(isNeeded: boolean): void {
    if (!isNeeded) {
      clearTimeout(this.timer);
      this.timer = undefined;
    } else if (!this.isOver) this.timer ??= setTimeout(() => this.askNow(), this.delayMs());
  }

  /** It may have others again, or those that are known may answer now. */
  renew(): void {
    this.isOver = false;
  }

  gotNone(): void {
    this.isOver = true;
    this.look(false);
  }

  private delayMs(): number {
    if (performance.now() - this.lastMs > CALM_MS) this.asked = 0;
    return Math.min(MOST_SEARCH_MS, SEARCH_MS * 2 ** this.asked) * (1 + Math.random() / 2);
  }

  private askNow(): void {
    this.timer = undefined;
    this.asked += 1;
    this.lastMs = performance.now();
    this.ask();
  }
}
