/**
 * Those who are told when something happens, each until its signal aborts. It is no part of the protocol: it stands in
 * this folder because this is the only one that the shell, signaling and the session may all import.
 */
export class Listeners {
  private readonly all = new Set<() => void>();

  get size(): number {
    return this.all.size;
  }

  /** Once the signal has aborted, the listener is not called again; with an aborted one it is never called. */
  add(listener: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.all.add(listener);
    signal.addEventListener('abort', () => this.all.delete(listener), { once: true });
  }

  /** In the order in which they were added. A listener may take away itself, and others. */
  call(): void {
    for (const listener of this.all) listener();
  }
}
