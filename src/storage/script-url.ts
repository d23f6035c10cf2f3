/**
 * Trusted Types: the app's own policy. It accepts only scripts of this app, for workers and the service worker. The
 * server's `trusted-types` header names it.
 */
import { BeamError } from '../protocol/errors.ts';

/** Paths of built scripts. In development Vite serves the sources themselves. */
const OWN_SCRIPT = /^\/(sw|assets\/[\w.-]+)\.js$/;

function admit(address: string): string {
  const url = new URL(address, location.href);
  const isOwn =
    url.origin === location.origin && (import.meta.env.DEV || (OWN_SCRIPT.test(url.pathname) && url.search === ''));
  if (!isOwn) throw new BeamError('internal', { cause: `not a script of this app: ${address}` });
  return url.href;
}

const policy = window.trustedTypes?.createPolicy('beamline', { createScriptURL: admit });

/**
 * The address in the form that `new Worker` and `serviceWorker.register` take. Throws `internal` for any that is not
 * our own.
 */
export function scriptUrl(address: string): string {
  // TypeScript's DOM types know no TrustedScriptURL in these places.
  return policy === undefined ? admit(address) : (policy.createScriptURL(address) as unknown as string);
}
