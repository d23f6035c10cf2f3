/**
 * Why a share is not to be had any more, signed by its key: the answer to a greeting that comes too late. See SPEC.md,
 * S10.
 */
import { toBase64url } from '../base64url.ts';
import type { ErrorCode } from '../errors.ts';
import { isOneOf } from '../parse.ts';

export const REFUSAL_CODES = [
  'share-stopped',
  'share-expired',
  'share-used-up',
] as const satisfies readonly ErrorCode[];

export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface Refusal {
  readonly code: RefusalCode;
  /** The share's public key, base64url. */
  readonly key: string;
  /** base64url, over `refusalStatement`. */
  readonly signature: string;
}

/**
 * What is signed. It names no receiver: it is true for all of them, and can be signed before the key is thrown away.
 */
export function refusalStatement(shareId: Uint8Array, code: RefusalCode): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`beamline/1 refusal ${toBase64url(shareId)} ${code}`);
}

export const isRefusalCode = (value: unknown): value is RefusalCode => isOneOf(REFUSAL_CODES, value);
