/** A note's text as it is shown, copied and sent: without what cannot be seen, or turns the text around (N8). Pure. */
import { MAX_NOTE_BYTES } from '../protocol/limits.ts';
import type { NoteRefusal } from './notes-view.ts';

const LINE_ENDS = /\r\n?|[\u2028\u2029]/g;

/**
 * Control characters other than the line feed and the tab, and format characters that can disguise a text: bidi
 * embeddings, overrides and isolates, and what has no width. The joiners U+200C and U+200D, and the marks U+061C,
 * U+200E and U+200F stay: scripts and emoji need them, and a mark turns no letter around.
 */
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\0-\x08\v\f\x0E-\x1F\x7F-\x9F\u200B\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;

/** A letter, a figure, a sign: something that leaves a mark on the page. */
const SEEN = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

/** Line ends become line feeds, and the text is well-formed. */
export const visibleNote = (text: string): string => text.toWellFormed().replace(LINE_ENDS, '\n').replace(UNSEEN, '');

/** False for one that would show nothing. */
export const isSeen = (text: string): boolean => SEEN.test(text);

const encoder = new TextEncoder();

export const utf8Bytes = (text: string): number => encoder.encode(text).length;

/** Why a text that a person has written, whoever it is for, is no note; undefined when it is one. */
export function noteRefusal(written: string): Exclude<NoteRefusal, 'many'> | undefined {
  const text = visibleNote(written);
  if (!isSeen(text)) return 'empty';
  return utf8Bytes(text) > MAX_NOTE_BYTES ? 'large' : undefined;
}
