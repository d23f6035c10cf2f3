/** How far the memory of a browser, all its processes together, rises from now on. */
import { memoryOfTree } from './processes.ts';

/** Reading it costs the kernel a walk over all pages. */
const SAMPLE_MS = 500;

export class MemoryWatch {
  readonly idleBytes: number;
  readonly #pid: number;
  readonly #timer: ReturnType<typeof setInterval>;
  #mostBytes: number;

  /** @param pid of the browser, idle at the moment */
  constructor(pid: number) {
    this.#pid = pid;
    this.idleBytes = memoryOfTree(pid);
    this.#mostBytes = this.idleBytes;
    this.#timer = setInterval(() => this.#look(), SAMPLE_MS);
  }

  /** @returns bytes (PSS) above the beginning, at the most */
  stop(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#mostBytes - this.idleBytes;
  }

  #look(): void {
    this.#mostBytes = Math.max(this.#mostBytes, memoryOfTree(this.#pid));
  }
}
