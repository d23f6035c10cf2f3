/** The text of SPEC.md, for the tests that hold it against the code. */
import { readFileSync } from 'node:fs';

import { expect } from 'vitest';

export const spec = readFileSync(new URL('../../../src/protocol/SPEC.md', import.meta.url), 'utf8');

/** What stands under a heading, up to the next one that is not below it. */
export function section(heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 0;
  const [, behind] = spec.split(`\n${heading}\n`);
  if (behind === undefined) expect.fail(`SPEC.md has no "${heading}"`);
  return behind.split(new RegExp(`^#{1,${level}} `, 'm'))[0] ?? '';
}
