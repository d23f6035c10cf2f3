/** Who wrote a note, in words. */
import type { NoteAuthorView } from '../../../session/view/notes.ts';
import { countText } from '../../strings/amount.ts';
import { notesWords } from '../../strings/notes.ts';
import { words } from '../../strings/words.ts';

export function authorText({ isOwn, isHost, peerNumber }: NoteAuthorView): string {
  if (isOwn) return notesWords.you();
  if (isHost) return notesWords.host();
  return peerNumber === undefined ? notesWords.someone() : words.person(countText(peerNumber));
}
