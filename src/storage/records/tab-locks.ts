/**
 * Locks between tabs (W3C Web Locks): two tabs that write one vault, or serve one link, would undo each other's work. A
 * lock is held until its signal aborts or the page goes away. If the browser has no locks, or does not answer (blocked
 * site data), every request succeeds: the vault on disk has a lock of its own, and two tabs with one share are rarer
 * than such browsers.
 */
import { answeredWithin } from '../deadline.ts';

/** How long the browser has to say whether the lock is free. It writes nothing for that, so it should be quick. */
const ANSWER_MS = 3000;

/**
 * Resolves with true when we have the lock, and holds it until the signal aborts. Resolves with false if another tab
 * has it. Without `ifAvailable` it waits for the lock, for any time. Rejects with the signal's reason, or with the
 * browser's error.
 */
function ask(name: string, options: LockOptions, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = navigator.locks.request(name, options, (lock) => {
      resolve(lock !== null);
      if (lock === null || signal.aborted) return undefined;
      signal.addEventListener('abort', () => letGo(name, request), { once: true });
      return new Promise<void>((release) => signal.addEventListener('abort', () => release(), { once: true }));
    });
    request.catch(reject);
  });
}

/** Locks of this page that are on their way back to the browser: to ask for one again at once is to be told "taken". */
const releases = new Map<string, Promise<unknown>>();

function letGo(name: string, request: Promise<unknown>): void {
  const release = request
    .catch(() => {}) // then it is not held either
    .finally(() => {
      if (releases.get(name) === release) releases.delete(name);
    });
  releases.set(name, release);
}

/** False if another tab has the lock. True also if the browser has no locks. */
const tryLock = (name: string, signal: AbortSignal): Promise<boolean> =>
  answeredWithin(ANSWER_MS, async () => {
    await releases.get(name);
    return ask(name, { ifAvailable: true }, signal);
  }).catch(() => true);

/** Resolves when we hold the lock as one of several (shared), or without it if the browser does not answer in time. */
export const lockShared = (name: string, signal: AbortSignal): Promise<boolean> =>
  answeredWithin(ANSWER_MS, () => ask(name, { mode: 'shared', signal }, signal)).catch(() => false);

export class TabLocks {
  private readonly scope: string;

  /** @param scope a prefix of each name, so that independent stores do not wait for each other */
  constructor(scope: string) {
    this.scope = scope;
  }

  /** False when another tab has it. */
  async try(name: string, signal: AbortSignal): Promise<boolean> {
    return tryLock(`${this.scope} ${name}`, signal);
  }

  /**
   * Resolves when we have the lock. If another tab has it, calls `onBusy` once and waits. Rejects with the signal's
   * reason.
   */
  async hold(name: string, signal: AbortSignal, onBusy: () => void): Promise<void> {
    signal.throwIfAborted();
    if (await this.try(name, signal)) return;
    signal.throwIfAborted();
    onBusy();
    await ask(`${this.scope} ${name}`, { signal }, signal);
  }

  /** Whether the lock is free now, as far as the browser says. Does not take it. */
  async isFree(name: string): Promise<boolean> {
    const asking = answeredWithin(ANSWER_MS, async () => navigator.locks.query());
    const { held = [] } = await asking.catch((): LockManagerSnapshot => ({}));
    return !held.some((lock) => lock.name === `${this.scope} ${name}`);
  }

  /** Resolves when the lock is free. Rejects with the signal's reason. */
  async freed(name: string, signal: AbortSignal): Promise<void> {
    await navigator.locks.request(`${this.scope} ${name}`, { signal }, () => undefined);
  }
}
