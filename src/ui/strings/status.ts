/** The status line: its first word, and what follows it. */
import { msg, str } from '@lit/localize';

import type { TakenView } from '../../session/view/receive.ts';
import type { OfferedView } from '../../session/view/send.ts';
import type { Note, Status } from '../../session/view/status.ts';
import { filesText } from './amount.ts';
import { errorText, searchText } from './errors.ts';

export const statusWords: Record<Status, () => string> = {
  waiting: () => msg('Waiting', { id: 'status.waiting' }),
  connecting: () => msg('Connecting', { id: 'status.connecting' }),
  ready: () => msg('Ready', { id: 'status.ready' }),
  receiving: () => msg('Receiving', { id: 'status.receiving' }),
  sending: () => msg('Sending', { id: 'status.sending' }),
  saving: () => msg('Saving', { id: 'status.saving' }),
  paused: () => msg('Paused', { id: 'status.paused' }),
  reconnecting: () => msg('Reconnecting', { id: 'status.reconnecting' }),
  done: () => msg('Done', { id: 'status.done' }),
  failed: () => msg('Failed', { id: 'status.failed' }),
};

export const noteTexts: Record<Note, () => string> = {
  'for-receiver': () =>
    msg('Nobody has opened the link yet. Send it, and keep this page open.', { id: 'note.for-receiver' }),
  'for-givers': () =>
    msg('Nobody has opened the link yet. Whoever does can send you files. Keep this page open.', {
      id: 'note.for-givers',
    }),
  'nothing-yet': () =>
    msg('There are no files here yet. Everybody with the link can add some.', { id: 'note.nothing-yet' }),
  'for-sender': () =>
    msg('The sender’s page is not open right now. This goes on by itself once it is.', { id: 'note.for-sender' }),
  'for-accept': () => msg('Somebody is looking at your files and has not started yet.', { id: 'note.for-accept' }),
  'other-tab': () =>
    msg('This is open in another tab of this browser. Close that one, and it goes on here.', { id: 'note.other-tab' }),
  'files-again': () =>
    msg('After a reload the browser needs the same files from you again. The link stays the same.', {
      id: 'note.files-again',
    }),
  'permission-again': () =>
    msg('After a reload the browser asks you once whether it may read the files again. The link stays the same.', {
      id: 'note.permission-again',
    }),
  'tab-closed': () => msg('The other tab is closed. Download goes on here, where it was.', { id: 'note.tab-closed' }),
  'paused-here': () => msg('You paused this. Nothing moves until you resume.', { id: 'note.paused-here' }),
  'receiver-paused': () => msg('They paused it. It goes on when they resume.', { id: 'note.receiver-paused' }),
  'sender-paused': () => msg('The sender paused. It goes on when they resume.', { id: 'note.sender-paused' }),
  'sender-checking': () =>
    msg('The sender’s browser is checking that the file has not changed. It goes on by itself.', {
      id: 'note.sender-checking',
    }),
  'no-progress': () =>
    msg('Waiting for the sender: nothing has come for a while. Trying again; what arrived is kept.', {
      id: 'note.no-progress',
    }),
  cancelled: () => msg('You stopped it. You can start again whenever you like.', { id: 'note.cancelled' }),
  stopped: () => msg('You ended this share. Its link no longer works.', { id: 'note.stopped' }),
  expired: () => msg('The time that you gave this link is over. Nobody can open it any more.', { id: 'note.expired' }),
  'used-up': () => msg('As many have it as you wanted. Nobody else can open the link.', { id: 'note.used-up' }),
  'for-password': () =>
    msg('Either the sender’s page is not open right now, or the password is not the right one.', {
      id: 'note.for-password',
    }),
  'folder-dismissed': () =>
    msg('No folder was chosen. Try again, or save it all as one ZIP.', { id: 'note.folder-dismissed' }),
  'place-dismissed': () =>
    msg('No place was chosen to save to. Nothing has begun; try again whenever you like.', {
      id: 'note.place-dismissed',
    }),
  streaming: () =>
    msg(
      'This is more than this browser may keep, so it goes straight to its place on your disk. Keep this page open: after a reload it would begin anew.',
      {
        id: 'note.streaming',
      },
    ),
  'server-away': () =>
    msg('The server that introduces people cannot be reached. Trying again; what is under way goes on.', {
      id: 'note.server-away',
    }),
  'server-by-http': () =>
    msg(
      'This network blocks WebSockets, so the server is reached by plain HTTP. Connecting takes a little longer; the files travel as always.',
      {
        id: 'note.server-by-http',
      },
    ),
  'connections-many': () =>
    msg(
      'This browser has made so many connections that newcomers have to wait. Closing other tabs helps; what is under way goes on.',
      {
        id: 'note.connections-many',
      },
    ),
  'address-hidden': () =>
    msg('Your address is hidden: everything goes through a relay, which cannot read it.', {
      id: 'note.address-hidden',
    }),
  'handed-over': () =>
    msg(
      'It is all here, and every byte was checked. Whether this app has saved it cannot be seen from here: if it is not among your downloads, open the link in your browser.',
      {
        id: 'note.handed-over',
      },
    ),
  'receivers-done': () =>
    msg('Everyone who came has it all. The link stays good for more.', { id: 'note.receivers-done' }),
};

type Role = 'sender' | 'receiver';

/** What there is to say when a view has neither error nor note. */
export const stateTexts: Record<Role, Record<Status, () => string>> = {
  sender: {
    waiting: () => msg('The link is being made.', { id: 'state.sender.waiting' }),
    connecting: () => msg('Somebody opened the link. Finding the way to them.', { id: 'state.sender.connecting' }),
    ready: () => msg('The way is clear. They can start whenever they like.', { id: 'state.sender.ready' }),
    receiving: () => msg('Keep this page open.', { id: 'state.keep-open' }),
    sending: () => msg('Keep this page open until they have it all.', { id: 'state.sender.sending' }),
    saving: () => msg('It is all across. They are saving it.', { id: 'state.sender.saving' }),
    paused: () => msg('Nothing moves at the moment. It goes on by itself.', { id: 'state.paused' }),
    reconnecting: () => msg('The line broke. Looking for another way; nothing is lost.', { id: 'state.reconnecting' }),
    done: () => msg('It all arrived safely.', { id: 'state.sender.done' }),
    failed: () => msg('This share is over.', { id: 'state.sender.failed' }),
  },
  receiver: {
    waiting: () => msg('Looking for the sender.', { id: 'state.receiver.waiting' }),
    connecting: () => msg('Finding the way to the sender.', { id: 'state.receiver.connecting' }),
    ready: () => msg('Have a look at the list, then download.', { id: 'state.receiver.ready' }),
    receiving: () => msg('Keep this page open.', { id: 'state.keep-open' }),
    sending: () => msg('Keep this page open.', { id: 'state.keep-open' }),
    saving: () => msg('It is all here. Large files take a moment to be written.', { id: 'state.receiver.saving' }),
    paused: () => msg('Nothing moves at the moment. It goes on by itself.', { id: 'state.paused' }),
    reconnecting: () => msg('The line broke. Looking for another way; nothing is lost.', { id: 'state.reconnecting' }),
    done: () => msg('It is all here, and every byte was checked.', { id: 'state.receiver.done' }),
    failed: () => msg('This did not work.', { id: 'state.receiver.failed' }),
  },
};

export interface StatusLine {
  readonly status: Status;
  readonly word: string;
  /** One or two plain sentences. */
  readonly rest: string;
  /** Other things to know, one or two sentences each. */
  readonly remarks?: readonly string[];
}

/** The text for a share that is done except for files that were left out. */
export const doneWithout: Record<Role, (files: string) => string> = {
  sender: (files) =>
    msg(str`Everyone who opened it has everything but ${files}. The link still works.`, {
      id: 'state.sender.done-without',
    }),
  receiver: (files) =>
    msg(str`Everything but ${files} is here, and every byte was checked.`, { id: 'state.receiver.done-without' }),
};

/** What of a view the status line tells: of a share on a page of its own, or of one more in the same room. */
export type ToldView = Pick<TakenView, 'status' | 'note' | 'error' | 'withdrawn' | 'amount' | 'choice'> &
  Partial<Pick<TakenView, 'remarks'> & Pick<OfferedView, 'needs' | 'canShareRest'>>;

/** Files that a view which is done leaves out; undefined for none. */
function leftOut({ choice, withdrawn, amount }: ToldView): number | undefined {
  return choice === undefined ? withdrawn?.files : (amount?.files ?? 0) - choice.saved.files;
}

/** The status line of a view: the error says most, then what is missing from what is done, then the note. */
export function statusLine(role: Role, view: ToldView): StatusLine {
  const { status, note, remarks = [], error, needs, canShareRest = false } = view;
  const line = { status, word: statusWords[status](), remarks: remarks.map((remark) => noteTexts[remark]()) };
  if (error !== undefined)
    return { ...line, rest: needs === 'files' ? searchText(error, canShareRest) : errorText(error) };
  const isDone = status === 'done' && (note === undefined || note === 'receivers-done');
  const without = isDone ? leftOut(view) : undefined;
  if (without !== undefined && without > 0) return { ...line, rest: doneWithout[role](filesText(without)) };
  return { ...line, rest: note === undefined ? stateTexts[role][status]() : noteTexts[note]() };
}
