/** Tells the UI that there is a new view: at once when a state changed, four times a second at the most when only figures did. */
const FIGURES_MS = 250;

export class Announcer {
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isQueued = false;

  onChange(listener: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.listeners.add(listener);
    signal.addEventListener('abort', () => this.listeners.delete(listener), { once: true });
  }

  announceFigures(): void {
    this.timer ??= setTimeout(() => this.announce(), FIGURES_MS);
  }

  announceState(): void {
    if (this.isQueued) return;
    this.isQueued = true;
    queueMicrotask(() => this.announce());
  }

  private announce(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isQueued = false;
    for (const listener of this.listeners) listener();
  }
}
