/** A text that was pasted or dropped on the start page, to be the first note of a room. Loaded when there is one. */
import { noteRefusal } from '../../session/view/notes.ts';
import { addKorean } from '../strings/locale.ts';
import { notesTemplates } from '../strings/notes-korean.ts';
import { noteRefusalTexts } from '../strings/notes.ts';

addKorean(notesTemplates);

/** Why it cannot be one, in words; undefined when it can. */
export function refusalOf(text: string): (() => string) | undefined {
  const refusal = noteRefusal(text);
  return refusal && noteRefusalTexts[refusal];
}
