/** Tells the UI that there is a new view: soon when a state changed, four times a second at the most when only figures did. */

/** Nobody sees it, and what the connection has to do next is not behind the drawing of what it did before. */
const STATE_MS = 30;
const FIGURES_MS = 250;

export class Announcer {
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSoon = false;

  onChange(listener: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
  }

  announceFigures(): void {
    this.timer ??= setTimeout(() => this.announce(), FIGURES_MS);
  }

  announceState(): void {
    if (this.isSoon) return;
    this.isSoon = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.announce(), STATE_MS);
  }

  private announce(): void {
    this.timer = undefined;
    this.isSoon = false;
    for (const listener of this.listeners) listener();
  }
}
