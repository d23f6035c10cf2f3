/** Puts the parts of a peer's notes together, on one link: one note at a time, its parts in order (N2). Pure. */
import { MAX_NOTE_BYTES } from '../protocol/limits.ts';
import type { NoteId, NotePart } from './note-message.ts';
import { utf8Bytes } from './visible-note.ts';

type State =
  | { readonly type: 'between' }
  | {
      readonly type: 'within';
      readonly id: NoteId;
      readonly parts: number;
      readonly texts: readonly string[];
      readonly bytes: number;
    };

export type Intake =
  | { readonly type: 'more' }
  | { readonly type: 'whole'; readonly id: NoteId; readonly text: string }
  /** Not the part that had to come, or too much. */
  | { readonly type: 'bad' };

export class NoteIntake {
  private state: State = { type: 'between' };

  got({ id, part, parts, text }: NotePart): Intake {
    const begun = this.state.type === 'within' ? this.state : { id, parts, texts: [], bytes: 0 };
    const bytes = begun.bytes + utf8Bytes(text);
    if (id !== begun.id || parts !== begun.parts || part !== begun.texts.length || bytes > MAX_NOTE_BYTES)
      return { type: 'bad' };
    const texts = [...begun.texts, text];
    if (texts.length < parts) {
      this.state = { type: 'within', id, parts, texts, bytes };
      return { type: 'more' };
    }
    this.state = { type: 'between' };
    return { type: 'whole', id, text: texts.join('') };
  }
}
