/**
 * Names made safe at the receiver: whatever a sender announces, what comes out can be shown, written to any file system
 * and cannot leave the folder it is written into.
 */

/** Bytes of one name on ext4, APFS and NTFS (which counts UTF-16 units: fewer). */
const MAX_NAME_BYTES = 240; // 255, less room for " (2)" and a browser's own suffix while it downloads
const MAX_DEPTH = 32;
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

/** One name between two slashes, safe. */
export function safeName(name: string): string {
  let safe = name
    .replace(LONE_SURROGATE, '')
    .normalize('NFC')
    .replace(UNSEEN, '')
    .replace(FORBIDDEN, '_')
    .replace(/[. ]+$/u, '') // Windows drops them: "a.txt." would be "a.txt"
    .trim();
  if (/^\.*$/.test(safe)) return NAMELESS;
  if (RESERVED.test(safe) || DANGEROUS.has(safe.toLowerCase())) safe = `_${safe}`;
  if (utf8.encode(safe).length <= MAX_NAME_BYTES) return safe;
  const [stem, extension] = splitExtension(safe);
  return cutToBytes(stem, MAX_NAME_BYTES - utf8.encode(extension).length).trimEnd() + extension;
}

/** A path of safe names, '/' between them. Climbing and absolute paths lose what makes them so. */
export function safePath(path: string): string {
  const names = path
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .filter((part, index) => !(index === 0 && /^[a-z]:$/i.test(part)))
    .map(safeName);
  if (names.length > MAX_DEPTH) names.splice(MAX_DEPTH - 1, names.length - MAX_DEPTH);
  return names.length > 0 ? names.join('/') : NAMELESS;
}

/** As file systems compare: Windows and macOS take "A" and "a" for one file. */
const folded = (path: string): string => path.normalize('NFKC').toLowerCase();

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
  const safe = paths.map(safePath);
  const folders = new Set<string>();
  for (const path of safe) {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) folders.add(folded(path.slice(0, slash)));
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
