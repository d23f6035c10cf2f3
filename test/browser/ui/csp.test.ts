/** The page under the content security policy that it is served with, as far as a document can set it for itself. */
import { expect, test } from 'vitest';

import { mountState, settled } from './mount.ts';
import { STATES } from './states.ts';

/** All states one after the other, with the calm of each. */
const ALL_STATES_MS = 60_000;

test('breaks no rule of the policy in any state', { timeout: ALL_STATES_MS }, async () => {
  const refused: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
    refused.push(`${violatedDirective} ${sample}`),
  );
  const styles = document.createElement('link');
  styles.rel = 'stylesheet';
  styles.href = new URL('../../../src/ui/app/base.css', import.meta.url).href;
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "style-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";
  document.head.append(policy, styles);

  // The rule is in force: this is refused.
  document.body.setAttribute('style', 'color: red');
  await settled();
  expect(refused.splice(0)).toHaveLength(1);

  for (const state of Object.values(STATES)) await mountState(state);
  await settled();
  expect(refused).toEqual([]);
});
