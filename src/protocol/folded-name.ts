/**
 * Names as file systems compare them that do not tell "A" from "a": of Windows, macOS, and Android's and Linux's folded
 * folders.
 */

const PLAIN = /^[\x20-\x7E]*$/;

/** Ignored by ext4 and f2fs where they fold, and seen by nobody. */
const IGNORED = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Two names that some of these take for one have the same folded name: canonical equivalence (NFC) and full case
 * folding. Not NFKC: no file system takes "x²" for "x2" or "①" for "1". Folds no '/' in or out.
 */
export function foldedName(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  // By upper case first: it takes "ß" for "ss" and "ſ" for "s" as CaseFolding.txt does. The dotless "ı" alone must not
  // become an "i".
  const folded = name
    .normalize('NFC')
    .split('ı')
    .map((part) => part.toUpperCase().toLowerCase())
    .join('ı');
  return folded.replace(IGNORED, '').normalize('NFC');
}
