/** Notes of a room. Loaded with them; their Korean is notes-korean.ts. */
import { msg, str } from '@lit/localize';

import type { NoteRefusal } from '../../session/view/notes.ts';

export const notesWords = {
  title: () => msg('Notes', { id: 'notes.title' }),
  empty: () => msg('No notes yet. People who open the link can read what you write here.', { id: 'notes.empty' }),
  field: () => msg('Note', { id: 'notes.field' }),
  hint: () => msg('Enter sends. Shift+Enter starts a new line.', { id: 'notes.hint' }),
  send: () => msg('Send note', { id: 'notes.send' }),
  earlier: () => msg('Show earlier notes', { id: 'notes.earlier' }),

  keep: () => msg('Keep notes in this browser', { id: 'notes.keep' }),
  keepHint: () =>
    msg('Only in this browser; nobody else is told. Removed in “Storage”, after 30 days, or when you stop sharing.', {
      id: 'notes.keepHint',
    }),
  stored: (rooms: string) => msg(str`Rooms with notes kept here: ${rooms}`, { id: 'notes.stored' }),
  before: () => msg('Earlier', { id: 'notes.before' }),

  you: () => msg('You', { id: 'notes.you' }),
  host: () => msg('Host', { id: 'notes.host' }),
  someone: () => msg('Somebody', { id: 'notes.someone' }),

  waiting: () => msg('Sent when somebody is here', { id: 'notes.waiting' }),
  sending: () => msg('Sending', { id: 'notes.sending' }),
  sent: () => msg('Sent', { id: 'notes.sent' }),
  reached: (some: string, all: string) => msg(str`${some} of ${all} people have it`, { id: 'notes.reached' }),
  arrived: () => msg('Arrived', { id: 'notes.arrived' }),
  arrivedAll: () => msg('Everybody here has it', { id: 'notes.arrivedAll' }),

  copy: () => msg('Copy', { id: 'notes.copy' }),
  copied: () => msg('Copied', { id: 'notes.copied' }),
  copyFailed: () => msg('Not copied. The note is selected: copy it yourself.', { id: 'notes.copyFailed' }),
  showAll: () => msg('Show all', { id: 'notes.showAll' }),
  showLess: () => msg('Show less', { id: 'notes.showLess' }),

  came: (author: string, text: string) => msg(str`New note. ${author}: ${text}`, { id: 'notes.came' }),
  cameMany: (count: string) => msg(str`${count} new notes`, { id: 'notes.cameMany' }),
};

/** What the person is told when a note was not taken. What was written stays in the field. */
export const noteRefusalTexts: Record<NoteRefusal, () => string> = {
  empty: () => msg('This note has no visible text.', { id: 'noteRefusal.empty' }),
  large: () =>
    msg('This note is too long. Shorten it, or put the text into a file and send that.', { id: 'noteRefusal.large' }),
  many: () => msg('Too many notes at once. Wait a moment, then send it again.', { id: 'noteRefusal.many' }),
};
