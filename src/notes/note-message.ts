/** What peers say to each other of notes, on the control channel. See SPEC.md, section N. */
import { LEAST_MESSAGE_BYTES, MAX_CONTROL_CHARS, MAX_NOTE_PARTS } from '../protocol/limits.ts';
import { isCount, isName, isOneOf, isText, type Fields } from '../protocol/parse.ts';

/** 22 base64url characters: 16 random bytes, made up by the author. */
export type NoteId = string;

export interface NotePart {
  readonly type: 'note';
  readonly id: NoteId;
  /** From 0. */
  readonly part: number;
  /** Of the whole note; the same in each of them. */
  readonly parts: number;
  /** At least one character, and never half a surrogate pair. */
  readonly text: string;
}

export type NoteMessage = NotePart | { readonly type: 'arrived'; readonly id: NoteId };

const TYPES = ['note', 'arrived'] as const satisfies readonly NoteMessage['type'][];

/** False for what a newer version may say. */
export const isNoteType = (type: unknown): boolean => isOneOf(TYPES, type);

/** A message of the service, or undefined when it breaks its table. Fields that are not known are dropped. */
export function parseNoteMessage({ type, id, part, parts, text }: Fields): NoteMessage | undefined {
  if (!isOneOf(TYPES, type) || !isName(id, 22)) return undefined;
  if (type === 'arrived') return { type, id };
  const isPart = isCount(parts, MAX_NOTE_PARTS, 1) && isCount(part, parts - 1);
  if (!isPart || !isText(text, MAX_CONTROL_CHARS, 1) || !text.isWellFormed()) return undefined;
  return { type, id, part, parts, text };
}

/** What a message has beside its text: the room layer puts `"service":"notes"` on it. Measured by a test. */
export const FRAME_BYTES = 128;

const MAX_TEXT_BYTES = LEAST_MESSAGE_BYTES - FRAME_BYTES;

/** A note as messages, in their order. @param text well-formed, not empty, and of at most MAX_NOTE_BYTES */
export function notePartsOf(id: NoteId, text: string): NotePart[] {
  const texts: string[] = [];
  let start = 0;
  let at = 0;
  let bytes = 0;
  for (const character of text) {
    const size = jsonBytes(character);
    if (bytes + size > MAX_TEXT_BYTES) {
      texts.push(text.slice(start, at));
      start = at;
      bytes = 0;
    }
    bytes += size;
    at += character.length;
  }
  texts.push(text.slice(start));
  return texts.map((part, index) => ({ type: 'note', id, part: index, parts: texts.length, text: part }));
}

/** UTF-8 bytes of one code point in JSON as JSON.stringify writes it. */
function jsonBytes(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return '\b\f\n\r\t'.includes(character) ? 2 : 6;
  if (code < 0x80) return character === '"' || character === '\\' ? 2 : 1;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
