/**
 * What Beamline cannot do without. A name that is there proves nothing (a setting, an extension, a policy or Lockdown
 * Mode can leave it and take what it does), so each is tried by using it (trial.ts). What is not on this list is done
 * without: service worker, IndexedDB, OPFS, CacheStorage, locks, pickers, workers, localStorage. Pure.
 */
import { BeamError, type ErrorCode } from '../protocol/errors.ts';

interface Need {
  /** What to say when it is missing. */
  readonly code: ErrorCode;
  /** As people can look it up; undefined where the code says it all. */
  readonly term?: string;
}

/** Those that others follow from come first: without HTTPS there is no WebCrypto. */
export const NEEDS = {
  secureContext: { code: 'page-insecure' },
  language: { code: 'browser-unsupported', term: 'JavaScript 2024' },
  dataChannels: { code: 'webrtc-missing' },
  sha256: { code: 'browser-unsupported', term: 'WebCrypto (SHA-256)' },
  hkdf: { code: 'browser-unsupported', term: 'WebCrypto (HKDF)' },
  aesGcm: { code: 'browser-unsupported', term: 'WebCrypto (AES-GCM)' },
  ed25519: { code: 'browser-unsupported', term: 'WebCrypto (Ed25519)' },
} as const satisfies Record<string, Need>;

export type NeedName = keyof typeof NEEDS;

export const NEED_NAMES = Object.keys(NEEDS) as readonly NeedName[];

/** Why nothing can be sent or received here; undefined when everything is there. */
export function lackOf(missing: ReadonlySet<NeedName>): BeamError | undefined {
  const first = NEED_NAMES.find((name) => missing.has(name));
  if (first === undefined) return undefined;
  const { code, term }: Need = NEEDS[first];
  return new BeamError(code, {
    cause: `missing: ${[...missing].join(', ')}`,
    figures: term === undefined ? {} : { missing: term },
  });
}
