/** Bytes to store, and errors to expect. */
import { expect } from 'vitest';

import type { BeamError, ErrorCode, ErrorFigures } from '../../../src/protocol/errors.ts';

/** Different for each seed, the same each time, and no two stretches alike. */
export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  for (let index = 0; index < length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state;
  }
  return bytes;
}

export const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());

/** By one comparison: expect() would print a megabyte of numbers. */
export const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

export async function expectBytes(blob: Blob, bytes: Uint8Array): Promise<void> {
  expect(blob.size).toBe(bytes.length);
  expect(isSame(await bytesOf(blob), bytes)).toBe(true);
}

export const failing = (code: ErrorCode, figures?: ErrorFigures): BeamError =>
  expect.objectContaining({ name: 'BeamError', code, ...(figures && { figures }) }) as BeamError;
