/** What a receiver is told of a share of somebody else. Pure. */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { TakenView } from '../../session/view/receive.ts';
import type { Note } from '../../session/view/status.ts';
import { filesText } from '../strings/amount.ts';
import { errorText } from '../strings/errors.ts';
import { headings, noteTexts, receiverTexts, senderTexts } from '../strings/told.ts';
import { noteText, toldOf, type Next, type Telling, type Told } from './told.ts';

export interface Around {
  /** The page is in a room that takes files. */
  readonly isGiving?: boolean;
  /** Nothing is in it but what the view tells of. */
  readonly isBare?: boolean;
}

export function toldReceiver(view: TakenView, around: Around = {}): Told {
  return toldOf(view.status, tellingOf(view, around), view.remarks);
}

/** Trying again could not help: nobody should trust it, or this browser cannot. */
const FINAL_ERRORS: readonly (ErrorCode | undefined)[] = ['manifest-forged', 'manifest-bad', 'browser-unsupported'];

/** What went wrong is at this end: the same share can be taken again at once, without loading the page. */
const STORAGE_ERRORS: readonly (ErrorCode | undefined)[] = ['storage-lost', 'storage-failed', 'save-failed'];

function tellingOf(view: TakenView, around: Around): Telling {
  const { status, note, error, amount } = view;
  if (status === 'failed') return failedTelling(view);
  if (status === 'stopped')
    return {
      heading: headings.over(),
      sentence: error === undefined ? receiverTexts.stopped() : errorText(error),
      ...(error?.code === 'share-used-up' ? { next: 'retry' } : {}), // one of those who began may leave
    };
  if (note === 'other-tab') return { heading: headings.elsewhere(), sentence: noteTexts[note](), light: 'idle' };
  return amount === undefined ? unknownTelling(view, around) : listTelling(view, namesOf(view));
}

function failedTelling({ error, choices }: TakenView): Telling {
  const sentence = error === undefined ? receiverTexts.failed() : errorText(error);
  if (FINAL_ERRORS.includes(error?.code)) return { heading: headings.notReceived(), sentence };
  if (error?.code === 'peer-left')
    return { heading: headings.senderLeft(), sentence, tone: 'warn', light: 'idle', next: 'retry' };
  const next: Next = STORAGE_ERRORS.includes(error?.code) && choices.length > 0 ? 'take-again' : 'retry';
  return { heading: headings.notReceived(), sentence, next };
}

/** Before the list is here. */
function unknownTelling({ status, note, error }: TakenView, { isGiving, isBare = true }: Around): Telling {
  if (error !== undefined) return { heading: headings.opening(), sentence: errorText(error), tone: 'warn' };
  if (isGiving === true || note === 'nothing-yet')
    return {
      heading: isGiving === true ? headings.sendHere() : headings.noFiles(),
      sentence: status !== 'ready' ? stillTexts(note) : isBare ? noteTexts['nothing-yet']() : senderTexts.below(),
      ...(isGiving === true ? { next: 'add-files' } : {}),
    };
  if (status === 'waiting' || status === 'paused')
    return note === 'for-password'
      ? { heading: headings.senderAway(), sentence: noteTexts[note](), tone: 'warn', next: 'other-password' }
      : { heading: headings.senderAway(), sentence: receiverTexts.nobodyHere(), tone: 'warn', next: 'paste-link' };
  const away = noteText(note, ['server-away']);
  return status === 'reconnecting'
    ? { heading: headings.reconnecting(), sentence: away ?? receiverTexts.reconnecting() }
    : { heading: headings.opening(), sentence: away ?? receiverTexts.connecting() };
}

/** Of a room that takes files, while its host is away. */
const stillTexts = (note: Note | undefined): string =>
  noteText(note, ['for-sender', 'server-away']) ?? receiverTexts.looking();

interface Names {
  /** All that can be taken. */
  readonly all: string;
  /** Those that are on their way. */
  readonly taken: string;
  /** Those that are saved. */
  readonly saved: string;
}

function namesOf({ amount, withdrawn, choice }: TakenView): Names {
  const all = (amount?.files ?? 0) - (withdrawn?.files ?? 0);
  return {
    all: filesText(all),
    taken: filesText(choice?.isAll === false ? choice.amount.files : all),
    saved: filesText(choice === undefined ? all : choice.saved.files),
  };
}

/** Of a picker that was closed: nothing has begun, or no more than before. */
const PICKER_NOTES: readonly Note[] = ['folder-dismissed', 'place-dismissed'];
const READY_NOTES: readonly Note[] = ['cancelled', 'tab-closed', ...PICKER_NOTES];
const DONE_NOTES: readonly Note[] = ['handed-over', ...PICKER_NOTES];
const PAUSED_NOTES: readonly Note[] = ['paused-here', 'sender-paused', 'no-progress', 'for-sender', 'server-away'];

/** Once the list is here. */
function listTelling(view: TakenView, { all, taken, saved }: Names): Telling {
  const { status, note, swarm } = view;
  const isWithoutSender = swarm !== undefined && !swarm.isSenderHere && swarm.holders > 0;
  switch (status) {
    case 'waiting':
      return { heading: headings.forYou(all), sentence: noteTexts['for-sender'](), tone: 'warn' };
    case 'connecting':
      return {
        heading: headings.forYou(all),
        sentence: noteText(note, ['server-away']) ?? receiverTexts.connecting(),
        ...(view.choices.length > 0 ? { next: 'download' } : {}),
      };
    case 'ready': {
      const ready = !isWithoutSender
        ? receiverTexts.ready
        : swarm.wholes > 0
          ? receiverTexts.readyWithoutSender
          : receiverTexts.readyInPart;
      return {
        heading: headings.forYou(all),
        sentence: noteText(note, READY_NOTES) ?? ready(),
        ...(view.choices.length > 0 ? { next: 'download' } : {}),
      };
    }
    case 'sending': // of a share of this person
    case 'receiving':
      return {
        heading: headings.receiving(taken),
        sentence:
          noteText(note, ['sender-checking']) ??
          (isWithoutSender ? receiverTexts.receivingWithoutSender() : receiverTexts.receiving()),
      };
    case 'saving':
      return { heading: headings.saving(taken), sentence: receiverTexts.saving() };
    case 'paused':
      return { heading: headings.downloadPaused(), ...pausedTelling(view, isWithoutSender) };
    case 'reconnecting':
      return {
        heading: headings.reconnecting(),
        sentence: noteText(note, ['server-away']) ?? receiverTexts.reconnecting(),
      };
    default:
      return { heading: headings.received(saved), sentence: noteText(note, DONE_NOTES) ?? doneText(view) };
  }
}

function pausedTelling(
  { note, error, swarm, isPaused }: TakenView,
  isWithoutSender: boolean,
): Omit<Telling, 'heading'> {
  if (error === undefined && isWithoutSender && note === 'sender-paused')
    return { sentence: receiverTexts.pausedByHolders() };
  if (error === undefined && isWithoutSender && note === 'no-progress' && swarm?.wholes === 0)
    return { sentence: receiverTexts.noProgressInPart(), tone: 'warn', light: 'seeking' };
  const isByHand = note === 'paused-here' || note === 'sender-paused';
  return {
    sentence: error === undefined ? (noteText(note, PAUSED_NOTES) ?? receiverTexts.paused()) : errorText(error),
    tone: isByHand ? 'calm' : 'warn',
    ...(isByHand || error !== undefined ? {} : { light: 'seeking' }),
    ...(isPaused === true ? { next: 'resume' } : {}),
  };
}

/** Files that a view which is done leaves out: not to be had any more, or not chosen. */
function doneText({ choice, withdrawn, amount }: TakenView): string {
  const without = choice === undefined ? (withdrawn?.files ?? 0) : (amount?.files ?? 0) - choice.saved.files;
  return without > 0 ? receiverTexts.doneWithout(filesText(without)) : receiverTexts.done();
}
