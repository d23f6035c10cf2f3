/** What a sender is told of one receiver: in the sender's own words, not in those that the receiver is told. Pure. */
import { isUnreached, type ErrorCode } from '../../protocol/errors.ts';
import type { ReceiverView } from '../../session/view/send.ts';
import { errorTexts } from '../strings/errors.ts';
import { statusWords, type Tone } from '../strings/status.ts';
import { peerTexts, peerWords } from '../strings/told.ts';

/** How a receiver's part ended without its having everything. */
export type PeerEnd = keyof typeof peerTexts | 'unreached' | 'other';

const ENDS: Partial<Record<ErrorCode, PeerEnd>> = {
  'peer-left': 'left',
  'connection-lost': 'lost',
  'cancelled-by-receiver': 'theyStopped',
  'cancelled-by-sender': 'youDisconnected',
  'share-stopped': 'over',
  'share-expired': 'over',
  'share-used-up': 'over',
  'relay-required': 'unreached',
  'peer-outdated': 'unreached',
  'space-short': 'theirStorage',
  'space-gone': 'theirStorage',
  'storage-blocked': 'theirStorage',
  'storage-failed': 'theirStorage',
  'storage-lost': 'theirStorage',
  'save-failed': 'theirStorage',
  'peer-misbehaved': 'misbehaved',
  'manifest-forged': 'refused',
  'manifest-bad': 'refused',
  'block-forged': 'refused',
  'source-withdrawn': 'withdrawn',
  internal: 'broken',
};

export function endOf(error: ErrorCode | undefined): PeerEnd {
  if (error === undefined) return 'left';
  return ENDS[error] ?? (isUnreached(error) ? 'unreached' : 'other');
}

/** As they or this person wished, or as a limit did: nothing went wrong, and there is nothing to look into. */
const WISHED: readonly PeerEnd[] = ['left', 'lost', 'theyStopped', 'youDisconnected', 'over'];

export const hasGone = ({ status, error }: Pick<ReceiverView, 'status' | 'error'>): boolean =>
  status === 'failed' && WISHED.includes(endOf(error));

export interface ToldPeer {
  readonly word: string;
  /** Undefined while the figures say it. */
  readonly sentence: string | undefined;
  readonly tone: Tone;
}

export function toldPeer({ status, error }: Pick<ReceiverView, 'status' | 'error'>): ToldPeer {
  if (status !== 'failed')
    return { word: statusWords[status](), sentence: undefined, tone: status === 'done' ? 'good' : 'busy' };
  const end = endOf(error);
  switch (end) {
    case 'left':
    case 'theyStopped':
    case 'youDisconnected':
    case 'over':
      return { word: peerWords[end](), sentence: peerTexts[end](), tone: 'calm' };
    case 'lost':
      return { word: peerWords.left(), sentence: peerTexts.lost(), tone: 'calm' };
    case 'unreached':
      return { word: peerWords.unreached(), sentence: error && errorTexts[error](), tone: 'warn' };
    case 'other':
      return { word: statusWords.failed(), sentence: error && errorTexts[error](), tone: 'bad' };
    default:
      return { word: statusWords.failed(), sentence: peerTexts[end](), tone: 'bad' };
  }
}
