/**
 * How busy the machine is, with everything that runs on it: where both browsers and the path share it, it can be what
 * they are bound by.
 */
import { cpus } from 'node:os';

/** To be called when the time to be measured begins. @returns the busy share of all processors since then, 0 to 1 */
export function watchProcessors(): () => number {
  const before = total();
  return () => {
    const now = total();
    return 1 - (now.idleMs - before.idleMs) / (now.allMs - before.allMs);
  };
}

function total(): { readonly idleMs: number; readonly allMs: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
  return { idleMs, allMs: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idleMs) };
}
