/** A stranger's name, to be shown and nothing else: what cannot be seen, and what turns the text around, as a mark. */

/**
 * Control and format characters: bidi overrides can make "exe.txt" of "txt.exe", zero-width ones make two names look
 * alike. The joiners U+200C and U+200D are not among them: emoji and several scripts need them.
 */
export const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;

export const LONE_SURROGATE = /\p{Cs}/gu;

export const visibleName = (path: string): string => path.replace(UNSEEN, '\uFFFD').replace(LONE_SURROGATE, '\uFFFD');
