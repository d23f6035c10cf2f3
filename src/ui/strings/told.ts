/**
 * What a person is told of a room: headings, and the sentences behind the first word. Which of them, and when, is
 * decided in ui/told. Their Korean is told-korean.ts.
 */
import { msg, str } from '@lit/localize';

import type { Note } from '../../session/view/status.ts';

export const headings = {
  // either side
  paused: () => msg('Paused', { id: 'heading.paused' }),
  reconnecting: () => msg('Reconnecting', { id: 'heading.reconnecting' }),
  elsewhere: () => msg('Open in another tab', { id: 'heading.elsewhere' }),
  over: () => msg('This link is over', { id: 'heading.over' }),

  // sender
  making: () => msg('Making your link', { id: 'heading.making' }),
  linkReady: () => msg('Your link is ready', { id: 'heading.linkReady' }),
  opened: () => msg('Link opened', { id: 'heading.opened' }),
  somebodyHere: () => msg('Somebody is here', { id: 'heading.somebodyHere' }),
  sending: () => msg('Sending your files', { id: 'heading.sending' }),
  allSent: () => msg('All sent', { id: 'heading.allSent' }),
  delivered: () => msg('They have it', { id: 'heading.delivered' }),
  canContinue: () => msg('Your share can continue', { id: 'heading.canContinue' }),
  limitReached: () => msg('Download limit reached', { id: 'heading.limitReached' }),
  notShared: () => msg('Couldn’t share the files', { id: 'heading.notShared' }),

  // receiver
  opening: () => msg('Opening the link', { id: 'heading.opening' }),
  senderAway: () => msg('The sender isn’t here yet', { id: 'heading.senderAway' }),
  noFiles: () => msg('No files yet', { id: 'heading.noFiles' }),
  sendHere: () => msg('Send files here', { id: 'heading.sendHere' }),
  forYou: (files: string) => msg(str`${files} for you`, { id: 'heading.forYou' }),
  receiving: (files: string) => msg(str`Receiving ${files}`, { id: 'heading.receiving' }),
  saving: (files: string) => msg(str`Saving ${files}`, { id: 'heading.saving' }),
  downloadPaused: () => msg('Download paused', { id: 'heading.downloadPaused' }),
  received: (files: string) => msg(str`${files} received`, { id: 'heading.received' }),
  senderLeft: () => msg('The sender left', { id: 'heading.senderLeft' }),
  notReceived: () => msg('Couldn’t get the files', { id: 'heading.notReceived' }),
} as const;

export const noteTexts: Record<Note, () => string> = {
  'for-receiver': () =>
    msg('Nobody has opened the link yet. Send it, and keep this page open.', { id: 'note.for-receiver' }),
  'for-givers': () =>
    msg('Nobody has opened the link yet. Send it to people who have files for you, and keep this page open.', {
      id: 'note.for-givers',
    }),
  'givers-left': () =>
    msg('Those who opened the link have left. It still works: keep this page open.', { id: 'note.givers-left' }),
  'nothing-yet': () =>
    msg('There are no files here yet. Everybody with the link can add some.', { id: 'note.nothing-yet' }),
  'for-sender': () =>
    msg('The sender’s page is closed right now. This continues automatically once it is open.', {
      id: 'note.for-sender',
    }),
  'for-accept': () => msg('They are looking at the files and have not started yet.', { id: 'note.for-accept' }),
  'other-tab': () =>
    msg('This is open in another tab of this browser. Close that tab to continue here.', { id: 'note.other-tab' }),
  'files-again': () =>
    msg('After a reload, choose the same files again. The link stays the same.', { id: 'note.files-again' }),
  'permission-again': () =>
    msg('After a reload, your browser asks once whether it may read the files again. The link stays the same.', {
      id: 'note.permission-again',
    }),
  'tab-closed': () =>
    msg('The other tab is closed. Press “Download” to continue here where it stopped.', { id: 'note.tab-closed' }),
  'paused-here': () => msg('You paused this. Press “Resume” to continue.', { id: 'note.paused-here' }),
  'receiver-paused': () => msg('They paused it. It continues when they resume.', { id: 'note.receiver-paused' }),
  'sender-paused': () => msg('The sender paused. It continues when they resume.', { id: 'note.sender-paused' }),
  'sender-checking': () =>
    msg('The sender’s browser is checking that the file has not changed. It continues automatically.', {
      id: 'note.sender-checking',
    }),
  'no-progress': () =>
    msg('Nothing has come for a while. Trying again; what has arrived is kept.', { id: 'note.no-progress' }),
  cancelled: () => msg('You stopped it. You can start again at any time.', { id: 'note.cancelled' }),
  stopped: () => msg('You stopped sharing. The link no longer works.', { id: 'note.stopped' }),
  expired: () => msg('The link has expired, as you set. Nobody can open it any more.', { id: 'note.expired' }),
  'used-up': () => msg('Download limit reached. Nobody else can open the link.', { id: 'note.used-up' }),
  'for-password': () =>
    msg('Either the sender’s page is closed right now, or the password is wrong.', { id: 'note.for-password' }),
  'folder-dismissed': () =>
    msg('No folder was chosen. Try again, or save everything as one ZIP.', { id: 'note.folder-dismissed' }),
  'place-dismissed': () =>
    msg('No place to save was chosen. Nothing has started; try again at any time.', { id: 'note.place-dismissed' }),
  streaming: () =>
    msg(
      'This is more than this browser may keep, so it is saved directly to your disk. Keep this page open: after a reload it would start over.',
      { id: 'note.streaming' },
    ),
  'server-away': () =>
    msg('Can’t reach Beamline’s server. Trying again; downloads under way continue.', { id: 'note.server-away' }),
  'server-by-http': () =>
    msg(
      'This network blocks WebSockets, so the server is reached by plain HTTP. Connecting takes a little longer; the files travel as always.',
      { id: 'note.server-by-http' },
    ),
  'connections-many': () =>
    msg(
      'This browser has too many connections, so new people have to wait. Close other tabs to help; downloads under way continue.',
      { id: 'note.connections-many' },
    ),
  'address-hidden': () =>
    msg('Your IP address is hidden: everything goes through a relay, which cannot read it.', {
      id: 'note.address-hidden',
    }),
  'handed-over': () =>
    msg(
      'Everything has arrived. Whether this app has saved it cannot be seen from here: if it is not in your downloads, open the link in your browser.',
      { id: 'note.handed-over' },
    ),
  'receivers-done': () =>
    msg('Everyone who opened it has the files. The link still works.', { id: 'note.receivers-done' }),
};

/** What a sender is told where no note says it. */
export const senderTexts = {
  connecting: () => msg('Reaching their browser.', { id: 'sender.connecting' }),
  ready: () => msg('Connected. They can start at any time.', { id: 'sender.ready' }),
  below: () => msg('See the files below.', { id: 'sender.below' }),
  sending: () => msg('Keep this page open until they have everything.', { id: 'sender.sending' }),
  saving: () => msg('They are saving the files. Keep this page open.', { id: 'sender.saving' }),
  paused: () => msg('Nothing is sent at the moment. It continues automatically.', { id: 'sender.paused' }),
  reconnecting: () =>
    msg('The connection to them broke. Connecting again; nothing is lost.', { id: 'sender.reconnecting' }),
  done: () => msg('Everything has arrived.', { id: 'sender.done' }),
  failed: () => msg('Share the files again, with a new link.', { id: 'sender.failed' }),
  /** The link is over, and some are still at it. */
  expiredAtWork: () =>
    msg('The link has expired. Downloads under way can finish: keep this page open.', { id: 'sender.expiredAtWork' }),
  usedUpAtWork: () =>
    msg('Download limit reached. Downloads under way can finish: keep this page open.', {
      id: 'sender.usedUpAtWork',
    }),
  /** Of a share whose room stays open for others. */
  usedUpHere: () => msg('Nobody else can download these files.', { id: 'sender.usedUpHere' }),
  doneWithout: (files: string) =>
    msg(str`Everyone who opened it has everything but ${files}. The link still works.`, { id: 'sender.doneWithout' }),
  doneChosen: () =>
    msg('Everyone who opened it has the files that they chose. The link still works.', { id: 'sender.doneChosen' }),
  doneNotAll: () =>
    msg('The files have arrived. Somebody left before the end; the link still works.', {
      id: 'sender.doneNotAll',
    }),

  /** Nobody is here any more, by how the last one went. */
  left: () => msg('Somebody opened the link and left. It still works: keep this page open.', { id: 'sender.left' }),
  theyStopped: () =>
    msg('Somebody opened the link and stopped the download. It still works: keep this page open.', {
      id: 'sender.theyStopped',
    }),
  youDisconnected: () =>
    msg('You disconnected the last person. The link still works: keep this page open.', {
      id: 'sender.youDisconnected',
    }),
  unreached: () =>
    msg('Somebody opened the link, but the two browsers couldn’t connect. Ask them to try again.', {
      id: 'sender.unreached',
    }),
  theirTrouble: () =>
    msg('Somebody opened the link, but couldn’t get the files. Ask them to try again.', { id: 'sender.theirTrouble' }),
} as const;

/** What a receiver is told where no note says it. */
export const receiverTexts = {
  looking: () => msg('Looking for the sender.', { id: 'receiver.looking' }),
  nobodyHere: () =>
    msg(
      'Either the sender’s page is closed, or the link is incomplete. This continues automatically once the sender is here.',
      { id: 'receiver.nobodyHere' },
    ),
  connecting: () => msg('Reaching the sender’s browser.', { id: 'receiver.connecting' }),
  ready: () => msg('Check the list, then press “Download”.', { id: 'receiver.ready' }),
  readyWithoutSender: () =>
    msg('The sender left, but others here have the files. Check the list, then press “Download”.', {
      id: 'receiver.readyWithoutSender',
    }),
  readyInPart: () =>
    msg('The sender left. Others here have a part of the files; the rest comes when the sender is back.', {
      id: 'receiver.readyInPart',
    }),
  receiving: () => msg('Keep this page open.', { id: 'receiver.receiving' }),
  receivingWithoutSender: () =>
    msg('The sender left; the files come from others here. Keep this page open.', {
      id: 'receiver.receivingWithoutSender',
    }),
  saving: () => msg('Everything has arrived. Large files take a moment to save.', { id: 'receiver.saving' }),
  paused: () => msg('Nothing comes at the moment. It continues automatically.', { id: 'receiver.paused' }),
  pausedByHolders: () =>
    msg('The sender left, and those who have the files paused. It continues when they resume.', {
      id: 'receiver.pausedByHolders',
    }),
  noProgressInPart: () =>
    msg('The sender left, and nobody here has the rest. It continues automatically once the sender is back.', {
      id: 'receiver.noProgressInPart',
    }),
  reconnecting: () => msg('The connection broke. Connecting again; nothing is lost.', { id: 'receiver.reconnecting' }),
  done: () => msg('Saved to your downloads, or to the place that you chose.', { id: 'receiver.done' }),
  doneWithout: (files: string) =>
    msg(str`Everything but ${files} is saved to your downloads, or to the place that you chose.`, {
      id: 'receiver.doneWithout',
    }),
  failed: () => msg('This did not work. Try again.', { id: 'receiver.failed' }),
  stopped: () => msg('The sender stopped sharing.', { id: 'receiver.stopped' }),
} as const;

/** One word for how a receiver went, in the sender's list. */
export const peerWords = {
  left: () => msg('Left', { id: 'peer.left' }),
  theyStopped: () => msg('Stopped', { id: 'peer.theyStopped' }),
  youDisconnected: () => msg('Disconnected', { id: 'peer.youDisconnected' }),
  over: () => msg('Too late', { id: 'peer.over' }),
  unreached: () => msg('Not connected', { id: 'peer.unreached' }),
} as const;

/** The same in a sentence. They are told of somebody else: what a receiver is told of itself is in errors.ts. */
export const peerTexts = {
  left: () => msg('They left. They can open the link again and continue.', { id: 'peerText.left' }),
  lost: () =>
    msg('The connection broke and did not come back. They can open the link again and continue.', {
      id: 'peerText.lost',
    }),
  theyStopped: () => msg('They stopped the download.', { id: 'peerText.theyStopped' }),
  youDisconnected: () => msg('You disconnected them.', { id: 'peerText.youDisconnected' }),
  over: () => msg('The link was over before they started.', { id: 'peerText.over' }),
  theirStorage: () => msg('Their device couldn’t save the files.', { id: 'peerText.theirStorage' }),
  misbehaved: () =>
    msg('Their browser sent something unexpected, so it was disconnected.', { id: 'peerText.misbehaved' }),
  refused: () => msg('Their browser refused what arrived: it was not as you sent it.', { id: 'peerText.refused' }),
  withdrawn: () =>
    msg('A file changed or went away while it was sent. They can download the others.', { id: 'peerText.withdrawn' }),
  broken: () => msg('Something broke in their browser. They can open the link again.', { id: 'peerText.broken' }),
} as const;
