/**
 * Names made safe at the receiver: whatever a sender announces, what comes out can be shown, written to any file system
 * and cannot leave the folder it is written into.
 */

/** Bytes of one name on ext4, APFS and NTFS (which counts UTF-16 units: fewer). */
const MAX_NAME_BYTES = 240; // 255, less room for " (2)" and a browser's own suffix while it downloads
const MAX_DEPTH = 32;
/** Names remembered while a list is made safe: a hostile one has millions. */
const MAX_REMEMBERED = 10_000;
const NAMELESS = 'unnamed';

/** Control and format characters: bidi overrides can make "exe.txt" of "txt.exe", zero-width ones make two names look alike. */
// The joiners U+200C and U+200D stay: emoji and several scripts need them.
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
const FORBIDDEN = /[<>:"/\\|?*]/g; // Windows
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=$|\.)/i;
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype', 'desktop.ini', 'autorun.inf', '.htaccess']);

const utf8 = new TextEncoder();

function cutToBytes(text: string, most: number): string {
  let length = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    length += utf8.encode(segment).length;
    if (length > most) break;
    kept += segment;
  }
  return kept;
}

/** Name and extension with its dot: "a.tar.gz" is "a.tar" and ".gz"; ".profile" has none. */
function splitExtension(name: string): [string, string] {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name.length - dot <= 16 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}

/**
 * Windows drops dots and blanks at the end: "a.txt." would be "a.txt". By hand: a regular expression looks from each of 4,000
 * dots for the end, and 10,000 such names would stop the page for minutes.
 */
function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[.\s]/.test(name[end - 1] ?? '')) end -= 1;
  return name.slice(0, end);
}

/** One name between two slashes, safe. */
export function safeName(name: string): string {
  let safe = name
    .replace(LONE_SURROGATE, '')
    .normalize('NFC')
    .replace(UNSEEN, '')
    .replace(FORBIDDEN, '_')
    .trimStart();
  safe = withoutEnd(safe);
  if (/^\.*$/.test(safe)) return NAMELESS;
  if (RESERVED.test(safe) || DANGEROUS.has(safe.toLowerCase())) safe = `_${safe}`;
  // A UTF-16 unit is three bytes at the most.
  if (safe.length * 3 <= MAX_NAME_BYTES || utf8.encode(safe).length <= MAX_NAME_BYTES) return safe;
  const [stem, extension] = splitExtension(safe);
  return cutToBytes(stem, MAX_NAME_BYTES - utf8.encode(extension).length).trimEnd() + extension;
}

/** A path of safe names, '/' between them. Climbing and absolute paths lose what makes them so. */
export function safePath(path: string, safeNameOf = safeName): string {
  const names = path
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .filter((part, index) => !(index === 0 && /^[a-z]:$/i.test(part)))
    .map((name) => safeNameOf(name));
  if (names.length > MAX_DEPTH) names.splice(MAX_DEPTH - 1, names.length - MAX_DEPTH);
  return names.length > 0 ? names.join('/') : NAMELESS;
}

/** As file systems compare: Windows and macOS take "A" and "a" for one file. */
const folded = (path: string): string => path.normalize('NFKC').toLowerCase();

/** Files of one folder share its name: it is made safe once, and not 250,000 times. */
function remembered(act: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const safe = act(name);
    if (known.size < MAX_REMEMBERED) known.set(name, safe);
    return safe;
  };
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function numbered(path: string, number: number): string {
  const slash = path.lastIndexOf('/') + 1;
  const [stem, extension] = splitExtension(path.slice(slash));
  return `${path.slice(0, slash)}${stem} (${number})${extension}`;
}

/**
 * Safe paths for a list of announced ones, in the same order and all different, also from each other's folders:
 * a file "a" beside a folder "a" gets another name.
 */
export function safePaths(paths: readonly string[]): string[] {
  const safeNameOf = remembered(safeName);
  const safe = paths.map((path) => safePath(path, safeNameOf));
  const folders = new Set<string>();
  for (const path of safe.map(folded)) {
    // From the inside out, up to one that is known, for its own folders are then too: 250,000 files that are 30 deep take a moment.
    for (let folder = parentOf(path); folder !== '' && !folders.has(folder); folder = parentOf(folder)) folders.add(folder);
  }
  const taken = new Set<string>();
  const nextNumber = new Map<string, number>();
  return safe.map((path) => {
    const key = folded(path);
    let unique = path;
    while (taken.has(folded(unique)) || folders.has(folded(unique))) {
      const number = (nextNumber.get(key) ?? 1) + 1;
      nextNumber.set(key, number);
      unique = numbered(path, number);
    }
    taken.add(folded(unique));
    return unique;
  });
}
