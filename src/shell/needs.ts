/**
 * What Beamline cannot work without. A name that exists proves nothing: a setting, an extension, a policy or Lockdown
 * Mode can leave the name and remove the function. So each is tried by using it (trial.ts). Beamline works without
 * everything that is not on this list: service worker, IndexedDB, OPFS, CacheStorage, locks, pickers, workers,
 * localStorage. Pure.
 */
import { BeamError, type ErrorCode } from '../protocol/errors.ts';

interface Need {
  /** What to say when it is missing. */
  readonly code: ErrorCode;
  /** The name by which people can look it up; undefined where the code says enough. */
  readonly term?: string;
}

/** A cause comes before its effects: without HTTPS there is no WebCrypto. */
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

/** Says why nothing can be sent or received here; undefined when nothing is missing. */
export function lackOf(missing: ReadonlySet<NeedName>): BeamError | undefined {
  const first = NEED_NAMES.find((name) => missing.has(name));
  if (first === undefined) return undefined;
  const { code, term }: Need = NEEDS[first];
  return new BeamError(code, {
    cause: `missing: ${[...missing].join(', ')}`,
    figures: term === undefined ? {} : { missing: term },
  });
}
