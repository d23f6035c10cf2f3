/**
 * The sender's signed word that some files of a share are not to be had: they changed, or cannot be read. See SPEC.md,
 * section W. Files are named by their index in the manifest, as ranges, because a folder that went away may hold
 * thousands of them.
 */
import { toBase64url } from './base64url.ts';
import { MAX_FILES, MAX_WITHDRAWN_RANGES } from './limits.ts';
import { asFields, isBase64urlOf, isCount } from './parse.ts';

/** Both ends included. */
export type FileRange = readonly [first: number, last: number];

export interface Withdrawal {
  /** Ascending, with a gap between one and the next. At least one. */
  readonly ranges: readonly FileRange[];
  /** base64url of 64 bytes, over `withdrawalStatement`. */
  readonly signature: string;
}

/** What is signed (W1). `shareId` is SHA-256 of the share's public key, all 32 bytes. */
export function withdrawalStatement(shareId: Uint8Array, ranges: readonly FileRange[]): Uint8Array<ArrayBuffer> {
  const text = ranges.map(([first, last]) => `${first}-${last}`).join();
  return new TextEncoder().encode(`beamline/1 withdrawn ${toBase64url(shareId)} ${text}`);
}

/** The ranges of a set of files. */
export function rangesOf(files: Iterable<number>): FileRange[] {
  const ranges: [number, number][] = [];
  for (const file of [...files].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && file <= last[1] + 1) last[1] = Math.max(last[1], file);
    else ranges.push([file, file]);
  }
  return ranges;
}

export function* filesIn(ranges: readonly FileRange[]): Generator<number> {
  for (const [first, last] of ranges) for (let file = first; file <= last; file += 1) yield file;
}

/** The ranges, or undefined where they break a rule (W2), or are more than `most`. An empty list is one. */
export function parseRanges(value: unknown, most: number = MAX_WITHDRAWN_RANGES): FileRange[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const ranges: FileRange[] = [];
  let least = 0;
  for (const range of value as unknown[]) {
    if (!Array.isArray(range) || range.length !== 2) return undefined;
    const [first, last] = range as unknown[];
    if (!isCount(first, MAX_FILES - 1, least) || !isCount(last, MAX_FILES - 1, first)) return undefined;
    ranges.push([first, last]);
    least = last + 2;
  }
  return ranges;
}

/** As it stands in a message of the control channel; undefined where it breaks a rule (W2). */
export function parseWithdrawal(value: unknown): Withdrawal | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const { ranges: announced, signature } = fields;
  const ranges = parseRanges(announced);
  if (ranges === undefined || ranges.length === 0) return undefined;
  return isBase64urlOf(signature, 64) ? { ranges, signature } : undefined;
}
