/**
 * One tab at a time (W3C Web Locks): two that write one vault, or serve one link, would undo each other's work. A lock is held until its
 * signal aborts, or the page goes. Where the browser has no locks everybody gets them.
 */
export class TabLocks {
  /** @param scope in front of each name: stores that know nothing of each other need not wait for each other */
  constructor(private readonly scope: string) {}

  /** False when another tab has it. */
  async try(name: string, signal: AbortSignal): Promise<boolean> {
    return !('locks' in navigator) || this.take(name, { ifAvailable: true }, signal);
  }

  /** Resolves when it is ours. Another tab's is waited for, after one call of `onBusy`. Rejects with the signal's reason. */
  async hold(name: string, signal: AbortSignal, onBusy: () => void): Promise<void> {
    signal.throwIfAborted();
    if (await this.try(name, signal)) return;
    signal.throwIfAborted();
    onBusy();
    await this.take(name, { signal }, signal);
  }

  /** Whether nobody has it at this moment, without taking it. */
  async isFree(name: string): Promise<boolean> {
    if (!('locks' in navigator)) return true;
    const { held = [] } = await navigator.locks.query();
    return !held.some((lock) => lock.name === `${this.scope} ${name}`);
  }

  /** Resolves when nobody has it any more. Rejects with the signal's reason. */
  async freed(name: string, signal: AbortSignal): Promise<void> {
    if ('locks' in navigator) await navigator.locks.request(`${this.scope} ${name}`, { signal }, () => undefined);
  }

  /** False when somebody else has it. */
  private take(name: string, options: LockOptions, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      navigator.locks
        .request(`${this.scope} ${name}`, options, (lock) => {
          resolve(lock !== null);
          if (lock === null || signal.aborted) return undefined;
          return new Promise<void>((release) => signal.addEventListener('abort', () => release(), { once: true }));
        })
        .catch(reject);
    });
  }
}
