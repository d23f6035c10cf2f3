/**
 * The Worker's variables and secrets, as each test wants them. Its objects see the change at once: they share `env`.
 */
import { env } from 'cloudflare:workers';
import { afterEach } from 'vitest';

import type { TurnVars } from '../../../worker/turn-config.ts';

const before = { ...env } as Record<string, unknown>;

export function setVars(vars: TurnVars): void {
  Object.assign(env, vars);
}

/** Call once at the top of a file that sets some. */
export function restoreVarsAfterEach(): void {
  afterEach(() => {
    const now = env as unknown as Record<string, unknown>;
    for (const name of Object.keys(now)) {
      if (name in before) now[name] = before[name];
      else delete now[name];
    }
  });
}
