/** How a share looks to who takes it, made of what its parts say at the moment. */
import type { BeamError } from '../protocol/errors.ts';
import type { Transfer } from '../files/fetch/transfer.ts';
import { NO_STALL } from '../files/fetch/stall-reasons.ts';
import { rateView } from '../transfer/watch/rate.ts';
import type { Landing } from '../files/fetch/landing.ts';
import { withdrawnView } from './withdrawn-view.ts';
import type { AnnouncedShare } from '../files/fetch/announced-share.ts';
import type { ProviderPool } from '../files/fetch/provider-pool.ts';
import { endStatus, receiveNote, receiveStatus, remarksOf, streamingRemarks, type ReceivePhase } from './status.ts';
import { fileViews } from './file-views.ts';
import type { Holder } from './holder.ts';
import type { TakenPlace } from './taken-share.ts';
import type { SwarmView, TakenView } from './view/receive.ts';
import { FILES_SHOWN } from './view/share.ts';
import type { Note, Status } from './view/status.ts';

interface Taken {
  readonly phase: ReceivePhase;
  /** Of what the person did; what the status calls for comes first. */
  readonly note: Note | undefined;
  readonly error: BeamError | undefined;
  readonly announced: AnnouncedShare | undefined;
  readonly landing: Landing | undefined;
  readonly transfer: Transfer | undefined;
  readonly pool: ProviderPool;
  readonly holder: Holder;
  readonly canAccept: boolean;
  /** The host is here, and announces nothing. */
  readonly isNothingYet: boolean;
  readonly place: Pick<TakenPlace, 'link' | 'relayChoice' | 'isEnclosed' | 'peers'>;
}

export function takenView(share: Taken): TakenView {
  const { announced, phase, error, transfer, landing, pool, place } = share;
  const { facts } = pool;
  const stallReasons = transfer?.stallReasons ?? NO_STALL;
  const isEmpty = phase === 'looking' && share.isNothingYet && facts.hasOpenLink;
  // Who gives it is here: whoever accepts gets a link with them.
  const isOffered = phase === 'announced' && pool.isWithinReach;
  const status = isEmpty || isOffered ? 'ready' : statusOf(phase, error, receiveStatus(phase, facts, stallReasons));
  const note = isEmpty
    ? 'nothing-yet'
    : (receiveNote(phase, status, facts, stallReasons, place.isEnclosed) ?? share.note);
  const isAtWork = phase === 'receiving' || phase === 'saving';
  const bytes = transfer?.bytesWanted ?? announced?.head.bytes ?? 0;
  const bytesDone = phase === 'done' || phase === 'saving' ? bytes : (transfer?.bytesDone ?? 0);
  const percent = bytes === 0 ? 100 : Math.floor((100 * bytesDone) / bytes);
  // Once all is saved there is nothing to choose from.
  const selection = phase === 'done' && landing?.selection.hasRest === false ? undefined : landing?.selection;
  const files = announced === undefined ? [] : fileViews(announced.files, announced.paths);
  return {
    status,
    // Whether it is the password cannot be known: nobody answers what is sealed under another.
    note: note === 'for-sender' && place.link.hasPassword && announced === undefined ? 'for-password' : note,
    remarks: [...remarksOf(place.peers().isByHttp, place.relayChoice), ...streamingRemarks(phase, landing?.streaming)],
    error: status === 'paused' ? (transfer?.shortage ?? error) : phase === 'failed' ? error : undefined,
    amount: announced && { files: announced.count, bytes: announced.head.bytes },
    files: selection?.marked(files) ?? files,
    choice: selection?.view(share.canAccept, FILES_SHOWN),
    names: announced?.names,
    withdrawn:
      announced &&
      withdrawnView(
        announced.withdrawn.files.filter((file) => landing?.selection.isSaved(file) !== true),
        announced.paths.map((path) => ({ path })),
      ),
    choices: share.canAccept ? (landing?.choices ?? []) : [],
    bytesDone,
    percent: isAtWork || phase === 'done' ? percent : undefined,
    rate:
      status === 'receiving' && transfer !== undefined
        ? rateView(transfer.rate, bytes - bytesDone, performance.now())
        : undefined,
    isPaused: phase === 'receiving' ? stallReasons.isPaused || stallReasons.isFull : undefined,
    isBusy: isAtWork,
    swarm: swarmView(share, pool),
  };
}

const statusOf = (phase: ReceivePhase, error: BeamError | undefined, status: Status): Status =>
  phase === 'failed' ? endStatus(error?.code) : status;

function swarmView({ holder, phase }: Taken, pool: ProviderPool): SwarmView | undefined {
  const { isAllowed, isHelping, sentBytes } = holder;
  const hasSome = phase === 'receiving' || phase === 'saving' || phase === 'done';
  const open = pool.sources.filter(({ isBroken }) => !isBroken);
  const holders = open.filter(({ held }) => held !== undefined);
  if (holders.length === 0 && !isHelping && sentBytes === 0 && !(isAllowed && hasSome)) return undefined;
  return {
    isSenderHere: open.length > holders.length,
    holders: holders.length,
    wholes: holders.filter(({ isWhole }) => isWhole).length,
    isAllowed,
    isHelping,
    passedOnBytes: sentBytes,
  };
}
