/**
 * How far the memory of a browser, with all its processes, rises from now on. To know it exactly, the kernel walks over
 * all pages, and the browser gets no new pages meanwhile. So it is asked only while the sum of resident pages, which
 * costs nothing, is at its highest.
 */
import { memoryOfTree, residentOfTree } from './processes.ts';

const SAMPLE_MS = 500;

export class MemoryWatch {
  readonly idleBytes: number;
  private readonly pid: number;
  private readonly timer: ReturnType<typeof setInterval>;
  private mostBytes: number;
  private mostResidentBytes = 0;

  /** @param pid of the browser, which must be idle */
  constructor(pid: number) {
    this.pid = pid;
    this.idleBytes = memoryOfTree(pid);
    this.mostBytes = this.idleBytes;
    this.timer = setInterval(() => this.look(), SAMPLE_MS);
  }

  /** @returns the most bytes (PSS) above the beginning */
  stop(): number {
    clearInterval(this.timer);
    this.lookClosely();
    return this.mostBytes - this.idleBytes;
  }

  private look(): void {
    const residentBytes = residentOfTree(this.pid);
    if (residentBytes <= this.mostResidentBytes) return;
    this.mostResidentBytes = residentBytes;
    this.lookClosely();
  }

  private lookClosely(): void {
    this.mostBytes = Math.max(this.mostBytes, memoryOfTree(this.pid));
  }
}
