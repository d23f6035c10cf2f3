/**
 * How many bytes an archive will have, before any of them exists. Its entries are stored without compression, so the
 * length follows from names, sizes and times. The format is what zip-stream.ts has zip.js write: APPNOTE.TXT 6.3.10,
 * sections 4.3 to 4.5, and the extended timestamp of Info-ZIP.
 */

/** What the length depends on. */
export interface ZipItem {
  /** '/' between folders. */
  readonly path: string;
  readonly mtimeMs: number;
  /** Bytes; 0 for a folder. */
  readonly size: number;
  readonly isFolder?: boolean;
}

const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END = 22;
/** The Zip64 end record and its locator. */
const ZIP64_END = 56 + 20;
/** Both sizes, in the local header. */
const ZIP64_EXTRA = 4 + 16;
const DESCRIPTOR = 16;
const ZIP64_DESCRIPTOR = 24;
const TIMESTAMP_EXTRA = 9;
const NTFS_EXTRA = 36;

/** A number of bytes, or an offset, of this size and more takes 64 bits. */
const ZIP64_FROM = 0xffff_ffff;
/** The same for the number of entries. */
const ZIP64_ENTRIES = 0xffff;

const utf8 = new TextEncoder();

/** The greatest time that a Date can hold. A hostile list has others. */
const MAX_MS = 8_640_000_000_000_000;

/** The time in a list, made one that can be written. */
export const zipDate = (mtimeMs: number): Date => new Date(Math.min(Math.max(mtimeMs, -MAX_MS), MAX_MS));

/** The times that 32 bits of seconds hold: 1901 to 2038. Other times are written in the form of NTFS. */
function timeExtra(mtimeMs: number): number {
  const seconds = Math.floor(zipDate(mtimeMs).getTime() / 1000);
  return seconds >= -(2 ** 31) && seconds < 2 ** 31 ? TIMESTAMP_EXTRA : NTFS_EXTRA;
}

/** Folders end with a slash. */
export const zipName = ({ path, isFolder }: Pick<ZipItem, 'path' | 'isFolder'>): string =>
  isFolder === true ? `${path}/` : path;

/** Bytes of the whole archive. */
export function zipLength(items: readonly ZipItem[]): number {
  let offset = 0;
  let directory = 0;
  let needsZip64 = items.length >= ZIP64_ENTRIES;
  for (const item of items) {
    const nameBytes = utf8.encode(zipName(item)).length;
    const time = timeExtra(item.mtimeMs);
    const isLarge = item.size >= ZIP64_FROM;
    needsZip64 ||= isLarge;
    const central = (isLarge ? 16 : 0) + (offset >= ZIP64_FROM ? 8 : 0);
    directory += CENTRAL_HEADER + nameBytes + time + (central === 0 ? 0 : 4 + central);
    // An empty entry needs no descriptor, because everything is known when its header is written.
    const descriptor = item.size === 0 ? 0 : isLarge ? ZIP64_DESCRIPTOR : DESCRIPTOR;
    offset += LOCAL_HEADER + nameBytes + time + (isLarge ? ZIP64_EXTRA : 0) + item.size + descriptor;
  }
  needsZip64 ||= offset >= ZIP64_FROM || directory >= ZIP64_FROM;
  return offset + directory + END + (needsZip64 ? ZIP64_END : 0);
}
