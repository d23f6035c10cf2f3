/**
 * What nobody waits for: it comes after the page and its connection, which have the line and the processor to
 * themselves.
 */
import type { Registration } from '../shell/registration.ts';
import { scriptUrl } from '../storage/script-url.ts';
import type { Kept } from './kept.ts';

const REGISTER_MS = 3000;
const SWEEP_MS = 10_000;

export class Housekeeping {
  private readonly registration: Promise<Registration>;

  constructor(kept: Kept) {
    this.registration = new Promise((resolve) => {
      setTimeout(() => {
        import('../shell/registration.ts').then(
          (shell) => resolve(new shell.Registration()),
          () => {}, // the next load finds it
        );
      }, REGISTER_MS);
    });
    if (import.meta.env.PROD) void this.registration.then((each) => each.start(scriptUrl('/sw.js')));
    setTimeout(() => sweep(kept, Date.now()), SWEEP_MS);
  }

  /** Calls back when a newer version waits. */
  onUpdate(listener: (apply: () => void) => void): void {
    void this.registration.then((each) => each.onUpdate(listener));
  }
}

function sweep(kept: Kept, nowMs: number): void {
  void Promise.allSettled([
    kept.shares().then((each) => each.sweep(nowMs)),
    kept.stores.then(({ recent }) => recent.sweep(nowMs)),
  ]);
}
