/**
 * The list of what is shared: a signed head and pages of entries. See SPEC.md, section M.
 */
import { toBase64url } from './base64url.ts';
import {
  BLOCK_BYTES,
  LEAST_MESSAGE_BYTES,
  MANIFEST_PAGE_CHARS,
  MAX_FILES,
  MAX_MANIFEST_BYTES,
  MAX_PATH_CHARS,
  MAX_SHARE_BYTES,
} from './limits.ts';
import { asFields, isBase64urlOf, isCount, isName, isText, parseJson } from './parse.ts';

/** One file as announced by the sender. `path` is not trusted: storage/sink/safe-names.ts makes it safe. */
export interface ManifestFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Media type, or ''; DIRECTORY_TYPE for an empty folder. Never used to decide how something is opened. */
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly mtimeMs: number;
}

/** What the key signs (with the hash of the pages): what a receiver learns before it takes a single page. */
export interface ManifestHead {
  readonly files: number;
  /** Sum of all sizes, bytes. */
  readonly bytes: number;
  readonly pages: number;
  /** UTF-8 bytes of all pages together. */
  readonly pageBytes: number;
  /** SHA-256 of all pages, one behind the other, base64url. */
  readonly sha256: string;
}

/** Of an entry that is no file but an empty folder, of no bytes. Other folders are known by what is in them. */
export const DIRECTORY_TYPE = 'inode/directory';

export const isDirectory = ({ type }: Pick<ManifestFile, 'type'>): boolean => type === DIRECTORY_TYPE;

/** Those that are files. */
export const countFiles = (files: readonly ManifestFile[]): number =>
  files.reduce((count, file) => count + (isDirectory(file) ? 0 : 1), 0);

/** The head, or undefined when it breaks a rule (M2). */
export function parseManifestHead(value: unknown): ManifestHead | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const { files, bytes, pages, pageBytes, sha256 } = fields;
  const isGood =
    isCount(files, MAX_FILES, 1) &&
    isCount(bytes, MAX_SHARE_BYTES) &&
    isCount(pageBytes, MAX_MANIFEST_BYTES) &&
    isCount(pages, files, 1) &&
    isName(sha256, 43);
  return isGood ? { files, bytes, pages, pageBytes, sha256 } : undefined;
}

/** What is signed: text with a purpose in front, so that no signature of one kind passes for another (M3). */
export function manifestStatement(shareId: Uint8Array, head: ManifestHead): Uint8Array<ArrayBuffer> {
  const { files, bytes, pages, pageBytes, sha256 } = head;
  return new TextEncoder().encode(
    `beamline/1 manifest ${toBase64url(shareId)} ${files} ${bytes} ${pages} ${pageBytes} ${sha256}`,
  );
}

/** The founding key's signature over a share: it is the host's (M8). Both base64url. */
export interface HostMark {
  /** The founding public key, 32 bytes. */
  readonly key: string;
  readonly signature: string;
}

/** What is signed. Both ids are SHA-256 of a public key, all 32 bytes. */
export function hostShareStatement(foundingId: Uint8Array, shareId: Uint8Array): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`beamline/2 share ${toBase64url(foundingId)} ${toBase64url(shareId)}`);
}

/** Undefined when it breaks a rule. */
export function parseHostMark(value: unknown): HostMark | undefined {
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const { key, signature } = fields;
  return isBase64urlOf(key, 32) && isBase64urlOf(signature, 64) ? { key, signature } : undefined;
}

/** What is signed for one block (D3). `shareId` is SHA-256 of the share's public key, all 32 bytes. */
export function blockStatement(
  shareId: Uint8Array,
  block: number,
  length: number,
  sha256: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`beamline/1 block ${toBase64url(shareId)} ${block} ${length} ${toBase64url(sha256)}`);
}

/** Of the message around a page, with the largest numbers. */
const PAGE_MESSAGE_BYTES = 80;

/** As they stand in a message: quoted once more, in UTF-8. */
const quotedBytes = (entry: string): number => new TextEncoder().encode(JSON.stringify(entry)).length;

/** Cuts the list into pages of JSON text, each small enough for one control message that every peer takes (M4). */
export function encodeManifestPages(files: readonly ManifestFile[]): string[] {
  const pages: string[] = [];
  let entries: string[] = [];
  let chars = 0;
  let bytes = PAGE_MESSAGE_BYTES;
  for (const { path, size, type, mtimeMs } of files) {
    const entry = JSON.stringify([path, size, type, mtimeMs]);
    const entryBytes = quotedBytes(entry);
    const isFull = chars + entry.length > MANIFEST_PAGE_CHARS || bytes + entryBytes > LEAST_MESSAGE_BYTES;
    if (isFull && entries.length > 0) {
      pages.push(`[${entries.join()}]`);
      entries = [];
      chars = 0;
      bytes = PAGE_MESSAGE_BYTES;
    }
    entries.push(entry);
    chars += entry.length + 1;
    bytes += entryBytes;
  }
  if (entries.length > 0) pages.push(`[${entries.join()}]`);
  return pages;
}

/** The files of one page, or undefined when one entry breaks a rule (M5). */
export function parseManifestPage(text: string): ManifestFile[] | undefined {
  const entries = parseJson(text);
  if (!Array.isArray(entries)) return undefined;
  const files: ManifestFile[] = [];
  for (const entry of entries as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 4) return undefined;
    const [path, size, type, mtimeMs] = entry as unknown[];
    if (!isText(path, MAX_PATH_CHARS, 1)) return undefined;
    if (!isCount(size, MAX_SHARE_BYTES) || !isText(type, 255)) return undefined;
    if (!Number.isSafeInteger(mtimeMs) || (type === DIRECTORY_TYPE && size !== 0)) return undefined;
    files.push({ path, size, type, mtimeMs: mtimeMs as number });
  }
  return files;
}

/** Number of blocks of a stream of that many bytes. */
export const blockCount = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES);

/** Bytes of block `block` in a stream of `bytes`: BLOCK_BYTES, less for the last one. */
export const blockLength = (bytes: number, block: number): number => Math.min(BLOCK_BYTES, bytes - block * BLOCK_BYTES);
