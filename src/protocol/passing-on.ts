/** Whether those who have taken a share may pass it on, and until when: said by the share's key. See SPEC.md, P1. */
import { toBase64url } from './base64url.ts';
import { asFields, isBase64urlOf, isCount } from './parse.ts';

export interface PassingOn {
  /** Unix time in milliseconds: from then on nobody passes it on. */
  readonly untilMs: number;
  /** Over `passingOnStatement`, by the share's key: base64url of 64 bytes. */
  readonly signature: string;
}

/** What is signed. `shareId` is SHA-256 of the share's public key, all 32 bytes. */
export function passingOnStatement(shareId: Uint8Array, untilMs: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`beamline/2 pass-on ${toBase64url(shareId)} ${untilMs}`);
}

/** Undefined when it breaks a rule. */
export function parsePassingOn(value: unknown): PassingOn | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const { untilMs, signature } = fields;
  return isCount(untilMs, Number.MAX_SAFE_INTEGER) && isBase64urlOf(signature, 64) ? { untilMs, signature } : undefined;
}
