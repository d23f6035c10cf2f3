/** What a sender is told of a share, and of the room that was made for it. Pure. */
import type { OfferedView, ReceiverView, SendView } from '../../session/view/send.ts';
import type { Status } from '../../session/view/status.ts';
import { filesText } from '../strings/amount.ts';
import { errorText, searchText } from '../strings/errors.ts';
import { headings, noteTexts, senderTexts } from '../strings/told.ts';
import { words } from '../strings/words.ts';
import { endOf } from './told-peer.ts';
import { noteText, toldOf, type Telling, type Told } from './told.ts';

/** A share of this person, on a page of its own or in a room: the link is the room's. */
export type Offered = OfferedView & Partial<Pick<SendView, 'remarks' | 'isEmpty'>>;

/** @param isBare nothing is in the room but what the view tells of */
export function toldSender(view: Offered, { isBare = true }: { isBare?: boolean } = {}): Told {
  return toldOf(view.status, tellingOf(view, isBare), view.remarks);
}

function tellingOf(view: Offered, isBare: boolean): Telling {
  const { status, note, error, needs, canShareRest } = view;
  if (status === 'failed')
    return {
      heading: headings.notShared(),
      sentence: error === undefined ? senderTexts.failed() : errorText(error),
      next: 'share-more',
    };
  if (note === 'other-tab') return { heading: headings.elsewhere(), sentence: noteTexts[note](), light: 'idle' };
  if (needs !== undefined)
    return {
      heading: headings.canContinue(),
      sentence:
        error !== undefined
          ? searchText(error, canShareRest)
          : noteTexts[needs === 'permission' ? 'permission-again' : 'files-again'](),
      tone: error === undefined ? 'calm' : 'warn',
      light: 'idle',
      next: needs === 'permission' ? 'allow-again' : 'choose-again',
    };
  if (error !== undefined) return { heading: headings.paused(), sentence: errorText(error), tone: 'warn' };
  if (note === 'stopped' || note === 'expired' || note === 'used-up') return overTelling(view, note);
  return openTelling(view, isBare);
}

const AT_WORK: readonly Status[] = ['sending', 'saving', 'reconnecting', 'paused', 'receiving'];

/** An end that the person wished for: by hand, or by a limit. */
function overTelling(view: Offered, note: 'stopped' | 'expired' | 'used-up'): Telling {
  if (note !== 'stopped' && AT_WORK.includes(view.status))
    return {
      ...openTelling({ ...view, note: undefined }, true),
      sentence: note === 'expired' ? senderTexts.expiredAtWork() : senderTexts.usedUpAtWork(),
    };
  if (note === 'used-up' && view.isOpen)
    return { heading: headings.limitReached(), sentence: senderTexts.usedUpHere(), light: 'arrived' };
  return { heading: headings.over(), sentence: noteTexts[note](), next: 'share-more' };
}

function openTelling(view: Offered, isBare: boolean): Telling {
  const { status, note, receivers, isEmpty } = view;
  switch (status) {
    case 'waiting':
      return waitingTelling(view);
    case 'connecting':
      return { heading: headings.opened(), sentence: senderTexts.connecting() };
    case 'ready':
      if (isEmpty !== true)
        return { heading: headings.opened(), sentence: noteText(note, ['for-accept']) ?? senderTexts.ready() };
      return {
        heading: headings.somebodyHere(),
        sentence: (isBare ? noteText(note, ['nothing-yet']) : undefined) ?? senderTexts.below(),
      };
    case 'receiving': // of a share of others
    case 'sending':
      return { heading: headings.sending(), sentence: senderTexts.sending() };
    case 'saving':
      return { heading: headings.allSent(), sentence: senderTexts.saving() };
    case 'reconnecting':
      return {
        heading: headings.reconnecting(),
        sentence: noteText(note, ['server-away']) ?? senderTexts.reconnecting(),
      };
    case 'paused':
      return note === 'paused-here'
        ? { heading: headings.paused(), sentence: noteTexts[note](), next: 'resume' }
        : { heading: headings.paused(), sentence: noteText(note, ['receiver-paused']) ?? senderTexts.paused() };
    case 'done':
      return {
        heading: headings.delivered(),
        sentence: receivers.length === 0 ? senderTexts.done() : doneText(view),
      };
    case 'stopped':
    case 'failed':
      return { heading: headings.over(), sentence: noteTexts.stopped(), next: 'share-more' };
  }
}

/** Nobody is here: not yet, or not any more. */
function waitingTelling({ note, receivers }: Offered): Telling {
  if (note === undefined && receivers.length === 0)
    return { heading: headings.making(), sentence: words.makingLink(), tone: 'busy' };
  const heading = headings.linkReady();
  if (note === 'for-givers' || note === 'givers-left')
    return { heading, sentence: noteTexts[note](), next: 'send-link' };
  const last = receivers.findLast(({ status }) => status === 'failed');
  if (last === undefined) return { heading, sentence: noteTexts['for-receiver'](), next: 'send-link' };
  return { heading, ...goneTelling(last), next: 'send-link' };
}

/** Of the one who came last, and is gone: what a receiver is told of itself does not belong here. */
function goneTelling({ error }: ReceiverView): Pick<Telling, 'sentence' | 'tone'> {
  switch (endOf(error)) {
    case 'left':
    case 'lost':
    case 'over':
      return { sentence: senderTexts.left() };
    case 'theyStopped':
      return { sentence: senderTexts.theyStopped() };
    case 'youDisconnected':
      return { sentence: senderTexts.youDisconnected() };
    case 'unreached':
      return { sentence: senderTexts.unreached(), tone: 'warn' };
    default:
      return { sentence: senderTexts.theirTrouble(), tone: 'warn' };
  }
}

function doneText({ receivers, withdrawn }: Offered): string {
  if (receivers.some(({ status }) => status === 'failed')) return senderTexts.doneNotAll();
  const gone = withdrawn?.files ?? 0;
  // Somebody took a part of the files, as they wanted: so not everybody has everything.
  if (receivers.some(({ filesLeftOut }) => filesLeftOut > gone)) return senderTexts.doneChosen();
  return gone > 0 ? senderTexts.doneWithout(filesText(gone)) : noteTexts['receivers-done']();
}
