/** A message of the service `notes` as it stands on the control channel. */
import { parseNoteMessage, type NoteMessage } from '../../../src/notes/note-message.ts';
import { parseFields } from '../../../src/protocol/parse.ts';

/** With the field that the room layer reads: `service`. */
export function parseNote(text: string): (NoteMessage & { readonly service: 'notes' }) | undefined {
  const fields = parseFields(text);
  const message = fields?.['service'] === 'notes' ? parseNoteMessage(fields) : undefined;
  return message && { service: 'notes', ...message };
}
