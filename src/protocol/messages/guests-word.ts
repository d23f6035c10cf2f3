/**
 * The host's word on whether guests of its room may link with each other. Guests keep it and show it to each other, so
 * that it holds while the host is away. See SPEC.md, V8.
 */
import { toBase64url } from '../base64url.ts';
import { isBase64urlOf, isCount, type Fields } from '../parse.ts';

export interface GuestsWord {
  readonly isAllowed: boolean;
  /** By the host's clock, since 1970: the later word counts. */
  readonly saidMs: number;
  /** The founding public key, 32 bytes as base64url. */
  readonly key: string;
  /** base64url, over `guestsStatement`. */
  readonly signature: string;
}

/** What is signed. `foundingId`: SHA-256 of the founding public key, 32 bytes. */
export function guestsStatement(
  foundingId: Uint8Array,
  { isAllowed, saidMs }: Pick<GuestsWord, 'isAllowed' | 'saidMs'>,
): Uint8Array<ArrayBuffer> {
  const word = isAllowed ? 'allowed' : 'forbidden';
  return new TextEncoder().encode(`beamline/2 guests ${toBase64url(foundingId)} ${word} ${String(saidMs)}`);
}

/** Undefined when it breaks a rule. */
export function readGuestsWord({ isAllowed, saidMs, key, signature }: Fields): GuestsWord | undefined {
  return typeof isAllowed === 'boolean' &&
    isCount(saidMs, Number.MAX_SAFE_INTEGER) &&
    isBase64urlOf(key, 32) &&
    isBase64urlOf(signature, 64)
    ? { isAllowed, saidMs, key, signature }
    : undefined;
}
