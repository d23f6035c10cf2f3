/**
 * What is told of one share among several in a room: as on a page of its own, but for what is said there of the link,
 * which is the room's and goes on. Pure. Loaded with the room's part of the page.
 */
import type { ErrorCode } from '../../protocol/errors.ts';
import type { TakenView } from '../../session/view/receive.ts';
import type { OfferedView } from '../../session/view/send.ts';
import type { Note } from '../../session/view/status.ts';
import { sharesWords } from '../strings/shares.ts';
import { toldReceiver } from './told-receiver.ts';
import { toldSender } from './told-sender.ts';
import type { Told } from './told.ts';

/** It is this share that is no longer to be had. */
const STOPPED: readonly (ErrorCode | undefined)[] = ['share-stopped', 'cancelled-by-sender'];

export function toldGiven(view: TakenView): Told {
  const told = toldReceiver(view);
  return STOPPED.includes(view.error?.code) ? { ...told, sentence: sharesWords.stoppedThere() } : told;
}

const SENTENCES: Partial<Record<Note, () => string>> = {
  'for-receiver': sharesWords.noneYet,
  'receivers-done': sharesWords.allDone,
  stopped: sharesWords.stoppedHere,
  expired: sharesWords.expiredHere,
  'used-up': sharesWords.usedUpHere,
};

export function toldAdded(view: OfferedView): Told {
  const told = toldSender(view);
  if (view.error !== undefined || view.withdrawn !== undefined || view.isBusy) return told;
  const note = view.note ?? (view.status === 'waiting' ? 'for-receiver' : undefined);
  const hasVisitors = view.receivers.some(({ status }) => status === 'failed');
  const sentence = note && !(hasVisitors && note === 'for-receiver') ? SENTENCES[note] : undefined;
  return sentence === undefined ? told : { ...told, sentence: sentence() };
}
