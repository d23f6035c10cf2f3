/**
 * Makes names safe at the receiver. Whatever a sender announces, the result can be shown, can be written to any file
 * system, and cannot leave the folder it is written into. A harmless name stays as it is. A changed name is reported
 * with the reason.
 */
import { LONE_SURROGATE, UNSEEN } from '../../protocol/visible-name.ts';
import { foldedName } from '../../protocol/folded-name.ts';

/** Why a name differs from the announced one. */
export type NameChange =
  | 'characters' // it has characters that Windows forbids, or that are invisible
  | 'ends' // it has spaces at an end, or dots after it, which some systems drop
  | 'reserved' // it names a device of Windows, or a file that some system acts on
  | 'long'
  | 'deep' // its folders together are longer than what systems open
  | 'outside' // it would have been written elsewhere
  | 'empty' // it has no visible character
  | 'taken'; // another file has it, perhaps in other letter case

export interface Renamed {
  /** Index in the list. */
  readonly index: number;
  readonly why: readonly NameChange[];
}

export interface SafeList {
  /** In the order of the list. */
  readonly paths: readonly string[];
  readonly renamed: readonly Renamed[];
}

/**
 * Bytes of one name: 255 on ext4 (APFS and NTFS count UTF-16 units, which are fewer), less the ".crdownload" that a
 * browser appends while it writes.
 */
const MAX_NAME_BYTES = 240;
/**
 * Bytes of all folders of a path. macOS opens paths of 1,024 bytes: 240 are kept for the name, and 64 for the folder
 * that it is saved to.
 */
const MAX_FOLDER_BYTES = 720;
/** How many names are remembered while a list is made safe. A hostile list has millions. */
const MAX_REMEMBERED = 10_000;
const NAMELESS = 'unnamed';

const FORBIDDEN = /[<>:"/\\|?*]/g; // Windows
/** Windows looks at the part before the first dot, without blanks. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?=$|\.)/i;
/** Names that programs obey when they find them in a folder. The first one also breaks careless programs. */
const OBEYED = new Set(['__proto__', 'desktop.ini', 'autorun.inf', '.htaccess']);
/** Extensions that follow another one: ".tar.gz" and ".7z.001" each count as one extension. */
const OUTER_EXTENSION = /\.(gz|bz2|xz|zst|lz|lz4|lzma|br|z|asc|sig|gpg|pgp|age|enc|torrent|\d{3})$/i;
const INNER_EXTENSION = /^\.(?=\d*[a-z])[a-z0-9]{1,5}$/i;

const utf8 = new TextEncoder();
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A UTF-16 unit is at most three bytes of UTF-8. */
const fits = (text: string, bytes: number): boolean => text.length * 3 <= bytes || utf8.encode(text).length <= bytes;

function cutToBytes(text: string, most: number): string {
  const whole = begun(
    Array.from(graphemes.segment(text.slice(0, most + 1)), ({ segment }) => segment),
    most,
  );
  // The first letter alone may carry hundreds of marks.
  return whole === '' ? begun(text.slice(0, most + 1), most) : whole;
}

function begun(parts: Iterable<string>, most: number): string {
  let length = 0;
  let kept = '';
  for (const part of parts) {
    length += utf8.encode(part).length;
    if (length > most) break;
    kept += part;
  }
  return kept;
}

/** Name and extension with its dot: "a.tar.gz" is "a" and ".tar.gz"; ".profile" has none. */
function splitExtension(name: string): [string, string] {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || name.length - dot > 16) return [name, ''];
  const inner = OUTER_EXTENSION.test(name) ? name.lastIndexOf('.', dot - 1) : 0;
  const at = inner > 0 && INNER_EXTENSION.test(name.slice(inner, dot)) ? inner : dot;
  return [name.slice(0, at), name.slice(at)];
}

/**
 * Windows drops dots and blanks at the end: "a.txt." would be "a.txt". The loop is by hand, because a regular
 * expression would look for the end from each of 4,000 dots, and 10,000 such names would stop the page for minutes.
 */
function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[.\s]/.test(name[end - 1] ?? '')) end -= 1;
  return name.slice(0, end);
}

/** The name cut to the limit, with `tail` before its extension. What the cut leaves ends as a name may end. */
function fitted(name: string, tail = ''): string {
  const [stem, extension] = splitExtension(name);
  const most = MAX_NAME_BYTES - utf8.encode(tail + extension).length;
  const kept = fits(stem, most) ? stem : withoutEnd(cutToBytes(stem, most));
  return (kept === '' ? NAMELESS : kept) + tail + extension;
}

/**
 * The rules that every name passes last, and again after each change, because what one rule cuts can break another
 * rule.
 */
const RULES: readonly (readonly [NameChange, (name: string) => string])[] = [
  ['ends', (name) => withoutEnd(name.trimStart())],
  ['empty', (name) => (/^[.\s]*$/.test(foldedName(name)) ? NAMELESS : name)],
  ['reserved', (name) => (RESERVED.test(name) || OBEYED.has(name.toLowerCase()) ? `_${name}` : name)],
  ['long', (name) => (fits(name, MAX_NAME_BYTES) ? name : fitted(name))],
];

interface Name {
  readonly safe: string;
  readonly why: readonly NameChange[];
}

/** One name of a path. */
interface Part extends Name {
  readonly bytes: number;
}

function madeSafe(name: string): Part {
  const why = new Set<NameChange>();
  // A Mac writes "é" as two characters. The same name in the usual form is no change to report.
  let safe = name.replace(LONE_SURROGATE, '').replace(UNSEEN, '').normalize('NFC').replace(FORBIDDEN, '_');
  if (safe !== name.normalize('NFC')) why.add('characters');
  for (let before: string | undefined; safe !== before;) {
    before = safe;
    for (const [change, rule] of RULES) {
      const next = rule(safe);
      if (next !== safe) why.add(change);
      safe = next;
    }
  }
  return { safe, why: [...why], bytes: utf8.encode(safe).length };
}

/** One name of a path, made safe. */
export const safeName = (name: string): string => madeSafe(name).safe;

/** A path of safe names with '/' between folders. A climbing or absolute path loses the parts that make it so. */
export const safePath = (path: string): string => madePathSafe(path, madeSafe).safe;

function madePathSafe(path: string, make: (name: string) => Part): Name {
  const announced = path.split('/');
  const inside = announced.filter(
    (part, index) => part !== '' && part !== '.' && part !== '..' && !(index === 0 && isDrive(part, announced)),
  );
  const parts = (inside.length > 0 ? inside : ['']).map(make);
  const why = new Set<NameChange>();
  for (const part of parts) for (const change of part.why) why.add(change);
  if (inside.length < announced.length) why.add('outside');
  const kept = outerFolders(parts);
  if (kept < parts.length - 1) parts.splice(kept, parts.length - 1 - kept);
  if (kept < inside.length - 1) why.add('deep');
  return { safe: parts.map(({ safe }) => safe).join('/'), why: [...why] };
}

/** A drive like "C:", with something behind it. */
const isDrive = (part: string, parts: readonly string[]): boolean => parts.length > 1 && /^[a-z]:$/i.test(part);

/** How many folders of a path, from the outside in, fit into what systems can open. */
function outerFolders(parts: readonly Part[]): number {
  let bytes = -1; // the first folder has no slash before it
  for (let index = 0; index < parts.length - 1; index += 1) {
    bytes += 1 + parts[index]!.bytes;
    if (bytes > MAX_FOLDER_BYTES) return index;
  }
  return parts.length - 1;
}

/** Remembers results: files of one folder share its name, which is made safe once and not 250,000 times. */
function remembered(act: (name: string) => Part): (name: string) => Part {
  const known = new Map<string, Part>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const safe = act(name);
    if (known.size < MAX_REMEMBERED) known.set(name, safe);
    return safe;
  };
}

function numbered(path: string, number: number): string {
  const slash = path.lastIndexOf('/') + 1;
  return path.slice(0, slash) + fitted(path.slice(slash), ` (${number})`);
}

/**
 * Tells which paths are folders: those that contain another path, and those that say so. It searches a sorted list
 * instead of a set of all folders, because a list may have millions of them.
 */
class Folders {
  /** Sorted, so that a folder's files follow it at once: no character of a name comes before U+0000. */
  private readonly sorted: readonly string[];
  private readonly said: ReadonlySet<string>;

  constructor(keys: readonly string[], said: ReadonlySet<string>) {
    this.sorted = keys.map(inside).sort();
    this.said = said;
  }

  has(key: string): boolean {
    if (this.said.has(key)) return true;
    const start = `${inside(key)}\0`;
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! < start) low = middle + 1;
      else high = middle;
    }
    return this.sorted[low]?.startsWith(start) === true;
  }
}

const inside = (key: string): string => key.replaceAll('/', '\0');

/**
 * Safe paths for a list of announced paths. All files get different paths, also different from those of folders: a file
 * "a" beside a folder "a" gets another name. Folders that get the same name become one folder.
 */
export function safeList(announced: readonly { readonly path: string; readonly isFolder: boolean }[]): SafeList {
  const make = remembered(madeSafe);
  const made = announced.map(({ path }) => madePathSafe(path, make));
  const keys = made.map(({ safe }) => foldedName(safe));
  const folders = new Folders(keys, new Set(keys.filter((_, index) => announced[index]?.isFolder)));
  const taken = new Set<string>();
  const isFree = (key: string): boolean => !taken.has(key) && !folders.has(key);
  const paths = made.map(({ safe }) => safe);
  const isLater = (index: number): boolean =>
    announced[index]?.isFolder === false && (made[index]?.why.length !== 0 || !isFree(keys[index]!));
  // Good names come first and keep their form, even if another name becomes the same when it is changed.
  const later = new Set<number>();
  for (const [index, { isFolder }] of announced.entries()) {
    if (isLater(index)) later.add(index);
    else if (!isFolder) taken.add(keys[index]!);
  }
  const nextNumber = new Map<string, number>();
  for (const index of later) {
    const key = keys[index]!;
    let unique = paths[index]!;
    let uniqueKey = key;
    while (!isFree(uniqueKey)) {
      const number = (nextNumber.get(key) ?? 1) + 1;
      nextNumber.set(key, number);
      unique = numbered(made[index]!.safe, number);
      uniqueKey = foldedName(unique);
    }
    taken.add(uniqueKey);
    paths[index] = unique;
  }
  const renamed = made.flatMap(({ safe, why }, index): Renamed[] => {
    const whole: readonly NameChange[] = paths[index] === safe ? why : [...why, 'taken'];
    return whole.length === 0 ? [] : [{ index, why: whole }];
  });
  return { paths, renamed };
}

/** The same for files alone. */
export const safePaths = (paths: readonly string[]): readonly string[] =>
  safeList(paths.map((path) => ({ path, isFolder: false }))).paths;
