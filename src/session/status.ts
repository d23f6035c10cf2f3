/** From what is known to the one word that people see. Pure. */
import type { ErrorCode } from '../protocol/errors.ts';
import type { RefusalCode } from '../protocol/messages/refusal.ts';
import { NO_STALL, type StallReasons } from '../files/fetch/stall-reasons.ts';
import type { ProviderFacts } from '../files/fetch/provider-facts.ts';
import type { RoomPeers } from '../room/room-peers.ts';
import type { RelayChoice } from './view/beamline.ts';
import type { SaveChoice } from './view/receive.ts';
import type { ReceiverView } from './view/send.ts';
import type { Note, Status } from './view/status.ts';

/** The status of the whole share by the states of its receivers: what is going on beats what is over. */
const BY_URGENCY = [
  'sending',
  'saving',
  'reconnecting',
  'paused',
  'ready',
  'connecting',
  'done',
] as const satisfies readonly Status[];

export function sendStatus(receivers: readonly ReceiverView[]): Status {
  return BY_URGENCY.find((status) => receivers.some((receiver) => receiver.status === status)) ?? 'waiting';
}

/** What a share that is open says of itself. */
export function openStatus(
  status: Status,
  { isPaused, isRoomAway }: { isPaused: boolean; isRoomAway: boolean },
): { status: Status; note: Note | undefined } {
  if (isPaused) return { status: 'paused', note: 'paused-here' };
  if (isRoomAway && status === 'waiting') return { status: 'reconnecting', note: 'server-away' };
  switch (status) {
    case 'waiting':
      return { status, note: 'for-receiver' };
    case 'paused':
      return { status, note: 'receiver-paused' };
    case 'ready':
      return { status, note: 'for-accept' };
    case 'done':
      return { status, note: 'receivers-done' };
    default:
      return { status, note: undefined };
  }
}

/** What a room says of itself that was founded with nothing in it. @param given shares of others */
export function emptyStatus(
  peers: Pick<RoomPeers, 'isAway' | 'hadOpenLink' | 'peers'> | undefined,
  given: number,
): { status: Status; note: Note | undefined } {
  if (peers?.isAway === true) return { status: 'reconnecting', note: 'server-away' };
  const isSomebodyHere = peers?.peers.some(({ linkState }) => linkState === 'open') === true;
  if (!isSomebodyHere) return { status: 'waiting', note: peers?.hadOpenLink === true ? 'givers-left' : 'for-givers' };
  return given === 0 ? { status: 'ready', note: 'nothing-yet' } : { status: 'ready', note: undefined };
}

const OVER_NOTES: Record<RefusalCode, Note> = {
  'share-stopped': 'stopped',
  'share-expired': 'expired',
  'share-used-up': 'used-up',
};

/**
 * A link that is over, as the person wished: no failure. Downloads under way may still finish. Where the limit is
 * reached, as many have it as were to have it, though they may have come on an earlier visit.
 */
export function overStatus(status: Status, code: RefusalCode): { status: Status; note: Note | undefined } {
  if (code !== 'share-stopped' && ['sending', 'saving', 'reconnecting', 'paused'].includes(status))
    return { status, note: OVER_NOTES[code] };
  return { status: status === 'done' || code === 'share-used-up' ? 'done' : 'stopped', note: OVER_NOTES[code] };
}

const OVER_CODES: readonly (ErrorCode | undefined)[] = [
  'share-stopped',
  'share-expired',
  'share-used-up',
  'cancelled-by-sender',
];

/** The sender has ended it, by hand or by a limit: for a receiver that is an end, and nothing has failed. */
export const endStatus = (code: ErrorCode | undefined): Status => (OVER_CODES.includes(code) ? 'stopped' : 'failed');

/** 0 to 100 over all receivers that have taken something; undefined while there is none. */
export function sendPercent(receivers: readonly ReceiverView[]): number | undefined {
  const taking = receivers.filter(({ status }) =>
    ['sending', 'saving', 'reconnecting', 'paused', 'done'].includes(status),
  );
  if (taking.length === 0) return undefined;
  const bytes = taking.reduce((total, { bytesWanted }) => total + bytesWanted, 0);
  if (bytes === 0) return taking.every(({ status }) => status === 'done') ? 100 : 0;
  const sum = taking.reduce((total, { bytesDone }) => total + bytesDone, 0);
  return Math.floor((100 * sum) / bytes);
}

/** Where a receiver is with the share, whatever its connections do. */
export type ReceivePhase =
  | 'looking'
  | 'announced'
  | 'elsewhere'
  | 'cancelled'
  | 'receiving'
  | 'saving'
  | 'done'
  | 'failed';

/** Looked for again, or still for the first time. */
const seeking = ({ hadOpenLink }: ProviderFacts): Status => (hadOpenLink ? 'reconnecting' : 'connecting');

const isComing = ({ hasBrokenLink, isConnecting, isGreeting }: ProviderFacts): boolean =>
  hasBrokenLink || isConnecting || isGreeting;

export function receiveStatus(
  phase: ReceivePhase,
  facts: ProviderFacts,
  { isPaused, isFull, isStill, isStalled } = NO_STALL,
): Status {
  const { isJoined, hasOpenLink, isPausedBySender } = facts;
  // Out of the room, nobody can tell whether the sender is there.
  const isComingBack = isComing(facts) || !isJoined;
  switch (phase) {
    case 'saving':
    case 'done':
    case 'failed':
      return phase;
    case 'looking':
      return !isJoined || isComing(facts) || hasOpenLink ? 'connecting' : 'waiting';
    case 'announced':
      return hasOpenLink ? 'ready' : isComingBack ? seeking(facts) : 'waiting';
    case 'cancelled':
      return 'ready';
    case 'elsewhere':
      return 'paused';
    case 'receiving':
      if (isPaused || isFull || isPausedBySender || isStalled) return 'paused';
      if (hasOpenLink) return isStill ? 'reconnecting' : 'receiving';
      return isComingBack ? seeking(facts) : 'paused';
  }
}

/** Why a receiver waits; undefined where the status says it all. */
export function receiveNote(
  phase: ReceivePhase,
  status: Status,
  facts: ProviderFacts,
  { isPaused, isFull, isChecking }: StallReasons,
  isEnclosed = false,
): Note | undefined {
  if (phase === 'done' && isEnclosed) return 'handed-over';
  if (phase === 'elsewhere') return 'other-tab';
  if (status === 'waiting') return 'for-sender';
  if (status === 'connecting' && facts.isAway) return 'server-away';
  if (status === 'receiving' && isChecking) return 'sender-checking';
  if (status !== 'paused') return undefined;
  if (isPaused) return 'paused-here';
  if (isFull) return undefined;
  if (facts.isPausedBySender) return 'sender-paused';
  if (facts.hasOpenLink || isComing(facts)) return 'no-progress';
  return facts.isJoined ? 'for-sender' : 'server-away';
}

/** What there is to say whatever the status is. */
export const remarksOf = (isByHttp: boolean, { isRelayOnly }: RelayChoice): readonly Note[] => [
  ...(isByHttp ? (['server-by-http'] as const) : []),
  ...(isRelayOnly ? (['address-hidden'] as const) : []),
];

/** Said as soon as the list is here, for as long as it matters. */
export function streamingRemarks(phase: ReceivePhase, choices: readonly SaveChoice[] | undefined): readonly Note[] {
  const isGood = phase === 'announced' || phase === 'cancelled' || phase === 'receiving' || phase === 'saving';
  return isGood && choices !== undefined && choices.length > 0 ? ['streaming'] : [];
}
