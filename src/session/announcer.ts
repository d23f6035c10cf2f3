/**
 * Tells the UI that there is a new view: soon when a state changed; when only figures did, ever less often, down to
 * once a second.
 */
import { Listeners } from '../protocol/listeners.ts';

/** Nobody sees it, and what the connection has to do next is not behind the drawing of what it did before. */
const STATE_MS = 30;
/** Drawing costs 10 ms of a processor without a GPU: lively at first, calm when it takes long. */
const FIRST_FIGURES_MS = 250;
const MOST_FIGURES_MS = 1000;
const CALMING = 1.1;

export class Announcer {
  private readonly listeners = new Listeners();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSoon = false;
  private figuresMs = FIRST_FIGURES_MS;

  onChange(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener, signal);
  }

  announceFigures(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => this.announce(), this.figuresMs);
    this.figuresMs = Math.min(CALMING * this.figuresMs, MOST_FIGURES_MS);
  }

  announceState(): void {
    if (this.isSoon) return;
    this.isSoon = true;
    this.figuresMs = FIRST_FIGURES_MS;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.announce(), STATE_MS);
  }

  private announce(): void {
    this.timer = undefined;
    this.isSoon = false;
    this.listeners.call();
  }
}
