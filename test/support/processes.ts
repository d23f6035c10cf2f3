/** What a program and all its children cost, from /proc (Linux only). */
import { readdirSync, readFileSync } from 'node:fs';

/** `USER_HZ` of Linux on every machine that runs browsers. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** The process and all its descendants, as far as they are alive. */
export function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? fieldsOfStat(pid)?.[1] : undefined;
    if (parent === undefined) continue;
    const siblings = children.get(Number(parent));
    if (siblings === undefined) children.set(Number(parent), [pid]);
    else siblings.push(pid);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Proportional set size of the whole tree: the memory that would be free without it. */
export function memoryOfTree(root: number): number {
  let bytes = 0;
  for (const pid of processTree(root)) {
    const line = /^Pss:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`));
    bytes += Number(line?.[1] ?? 0) * 1024;
  }
  return bytes;
}

/**
 * Bytes of the resident pages of all processes, where a shared page counts once for each process. The kernel keeps
 * these counters anyway.
 */
export function residentOfTree(root: number): number {
  const pages = processTree(root).map((pid) => Number(readOrEmpty(`/proc/${pid}/statm`).split(' ')[1] ?? 0));
  return pages.reduce((sum, each) => sum + each, 0) * PAGE_BYTES;
}

/** Processor time that the tree's living processes have used so far. */
export function cpuSecondsOfTree(root: number): number {
  let ticks = 0;
  for (const pid of processTree(root)) {
    const fields = fieldsOfStat(pid);
    ticks += Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
  }
  return ticks / TICKS_PER_SECOND;
}

/** Ends the tree at once, as a crash or the out-of-memory killer would. */
export function killTree(root: number): void {
  for (const pid of processTree(root)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in between.
    }
  }
}

/**
 * Fields of /proc/PID/stat from the third on (proc(5)). The second field, the name, may contain spaces and brackets.
 */
function fieldsOfStat(pid: number): readonly string[] | undefined {
  const text = readOrEmpty(`/proc/${pid}/stat`);
  return text === '' ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Undefined for a process that has ended while we look at it. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
