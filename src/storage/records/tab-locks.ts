/**
 * One tab at a time (W3C Web Locks): two that write one vault, or serve one link, would undo each other's work. A lock
 * is held until its signal aborts, or the page goes. Where the browser has no locks, or does not answer (blocked site
 * data), everybody gets them: the vault on disk has a lock of its own, and two tabs are rarer than such browsers.
 */
import { answeredWithin } from '../deadline.ts';

/** To be told that it is ours, or another's: nothing is written for it. */
const ANSWER_MS = 3000;

/**
 * False when somebody else has it. Resolves when it is ours, which lasts until the signal aborts; for a lock that is
 * waited for (without `ifAvailable`) that may take any time. Rejects with the signal's reason, or with what the browser
 * says.
 */
function ask(name: string, options: LockOptions, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        if (lock === null || signal.aborted) return undefined;
        return new Promise<void>((release) => signal.addEventListener('abort', () => release(), { once: true }));
      })
      .catch(reject);
  });
}

/** False when somebody else has it. True also where there are no locks to be had. */
const tryLock = (name: string, signal: AbortSignal): Promise<boolean> =>
  answeredWithin(ANSWER_MS, () => ask(name, { ifAvailable: true }, signal)).catch(() => true);

/** Resolves when it is ours beside others who have it shared, or cannot be had in time: then it goes without. */
export const lockShared = (name: string, signal: AbortSignal): Promise<boolean> =>
  answeredWithin(ANSWER_MS, () => ask(name, { mode: 'shared', signal }, signal)).catch(() => false);

export class TabLocks {
  private readonly scope: string;

  /** @param scope in front of each name: stores that know nothing of each other need not wait for each other */
  constructor(scope: string) {
    this.scope = scope;
  }

  /** False when another tab has it. */
  async try(name: string, signal: AbortSignal): Promise<boolean> {
    return tryLock(`${this.scope} ${name}`, signal);
  }

  /**
   * Resolves when it is ours. Another tab's is waited for, after one call of `onBusy`. Rejects with the signal's
   * reason.
   */
  async hold(name: string, signal: AbortSignal, onBusy: () => void): Promise<void> {
    signal.throwIfAborted();
    if (await this.try(name, signal)) return;
    signal.throwIfAborted();
    onBusy();
    await ask(`${this.scope} ${name}`, { signal }, signal);
  }

  /** Whether nobody has it at this moment, as far as the browser says, without taking it. */
  async isFree(name: string): Promise<boolean> {
    const asking = answeredWithin(ANSWER_MS, async () => navigator.locks.query());
    const { held = [] } = await asking.catch((): LockManagerSnapshot => ({}));
    return !held.some((lock) => lock.name === `${this.scope} ${name}`);
  }

  /** Resolves when nobody has it any more. Rejects with the signal's reason. */
  async freed(name: string, signal: AbortSignal): Promise<void> {
    await navigator.locks.request(`${this.scope} ${name}`, { signal }, () => undefined);
  }
}
