/** Maps errors of the browser's storage to our codes. */
import type { VaultErrorCode } from './vault-message.ts';

/**
 * DOMException's names; QuotaExceededError is becoming a class of its own with the same name (WHATWG Web IDL, 2025).
 */
export function storageErrorCode(thrown: unknown): VaultErrorCode {
  switch (thrown instanceof Error ? thrown.name : undefined) {
    case 'QuotaExceededError':
      return 'space-short';
    case 'SecurityError': // private windows, blocked site data
    case 'NotAllowedError':
      return 'storage-blocked';
    case 'NotFoundError': // site data cleared: the file of an open vault
    case 'InvalidStateError': // the same: a connection to a database
      return 'storage-lost';
    default:
      return 'storage-failed';
  }
}
