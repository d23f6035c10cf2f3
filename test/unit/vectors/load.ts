/** Reads the files of test/vectors. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../vectors');

/** A long text as parts: a string, or one that is repeated. */
export type Parts = string | readonly (string | readonly [part: string, count: number])[];

export interface VectorFile<Right, Wrong = object> {
  readonly about: string;
  readonly rules: readonly string[];
  readonly reading: string;
  readonly right: readonly Right[];
  /** The same in other spellings: to be read, but not what we write. */
  readonly otherwise?: readonly Right[];
  readonly wrong: readonly (Wrong & { readonly why: string })[];
}

/** As the type that its reader names: the tests are the check of what stands there. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a cast at each call would say the same
export const load = <File>(name: string): File =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as File;

export const names = (): string[] => readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''));

export function whole(parts: Parts): string {
  if (typeof parts === 'string') return parts;
  return parts.map((part) => (typeof part === 'string' ? part : part[0].repeat(part[1]))).join('');
}

/** The same with one repetition less of each part: what is too long by one is then as long as may be. */
export const lessByOne = (parts: Parts): Parts =>
  typeof parts === 'string'
    ? parts
    : parts.map((part) => (typeof part === 'string' ? part : ([part[0], part[1] - 1] as const)));

export const fromHex = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(hex, 'hex'));

export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What a message cut at each of its bytes leaves, the empty one included. */
export function* properPrefixes<Sequence extends { length: number; slice(start: number, end: number): Sequence }>(
  sequence: Sequence,
): Generator<Sequence> {
  for (let end = 0; end < sequence.length; end += 1) yield sequence.slice(0, end);
}

/** Whether two AES keys are the same, where one cannot be exported. */
export async function sealsLike(key: CryptoKey, hex: string): Promise<boolean> {
  const raw = await crypto.subtle.importKey('raw', fromHex(hex), 'AES-GCM', false, ['encrypt']);
  const seal = async (which: CryptoKey) =>
    toHex(
      new Uint8Array(
        await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, which, new Uint8Array(16)),
      ),
    );
  return (await seal(key)) === (await seal(raw));
}
