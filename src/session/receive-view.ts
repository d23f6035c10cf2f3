/** How a share looks at its receiver's, made of what its parts say at the moment. */
import type { BeamError } from '../protocol/errors.ts';
import type { Attempt } from '../files/fetch/transfer.ts';
import type { ConnectionView } from '../connection/connection-view.ts';
import { NOT_HINDERED } from '../files/fetch/stall-reasons.ts';
import { rateView } from '../transfer/watch/rate.ts';
import type { Landing } from '../files/fetch/landing.ts';
import { withdrawnView } from './withdrawn-view.ts';
import type { Offer } from '../files/fetch/announced-share.ts';
import type { Swarm } from '../files/fetch/provider-pool.ts';
import { receiveNote, receiveStatus, remarksOf, straightRemarks, type ReceivePhase } from './status.ts';
import { fileViews } from './file-views.ts';
import type { RelayChoice } from './view/beamline.ts';
import type { ReceiveView } from './view/receive.ts';
import type { Note } from './view/status.ts';

export interface Receiving {
  readonly phase: ReceivePhase;
  /** Of what the person did; what the status calls for comes first. */
  readonly note: Note | undefined;
  readonly error: BeamError | undefined;
  readonly offer: Offer | undefined;
  readonly landing: Landing | undefined;
  readonly attempt: Attempt | undefined;
  readonly swarm: Pick<Swarm, 'facts' | 'isByHttp' | 'isAddressTold'>;
  readonly relayChoice: RelayChoice;
  readonly connection: ConnectionView;
  readonly canAccept: boolean;
  /** Of the link. */
  readonly hasPassword: boolean;
  /** Inside of another app. */
  readonly isEnclosed: boolean;
}

export function receiveView(share: Receiving): ReceiveView {
  const { offer, phase, error, attempt, landing, swarm } = share;
  const { facts } = swarm;
  const hindrance = attempt?.hindrance ?? NOT_HINDERED;
  const status = receiveStatus(phase, facts, hindrance);
  const note = receiveNote(phase, status, facts, hindrance, share.isEnclosed) ?? share.note;
  const bytes = offer?.head.bytes ?? 0;
  const isAtWork = phase === 'receiving' || phase === 'saving';
  const bytesDone = phase === 'done' || phase === 'saving' ? bytes : (attempt?.bytesDone ?? 0);
  const percent = bytes === 0 ? 100 : Math.floor((100 * bytesDone) / bytes);
  return {
    role: 'receiver',
    status,
    // Whether it is the password cannot be known: nobody answers what is sealed under another.
    note: note === 'for-sender' && share.hasPassword && offer === undefined ? 'for-password' : note,
    remarks: [...remarksOf(swarm.isByHttp, share.relayChoice), ...straightRemarks(phase, landing?.straight)],
    error: status === 'paused' ? (attempt?.shortage ?? error) : phase === 'failed' ? error : undefined,
    amount: offer && { files: offer.count, bytes },
    files: offer === undefined ? [] : fileViews(offer.files, offer.paths),
    names: offer?.names,
    withdrawn:
      offer &&
      withdrawnView(
        offer.withdrawn.files,
        offer.paths.map((path) => ({ path })),
      ),
    choices: share.canAccept ? (landing?.choices ?? []) : [],
    bytesDone,
    percent: isAtWork || phase === 'done' ? percent : undefined,
    rate:
      status === 'receiving' && attempt !== undefined
        ? rateView(attempt.rate, bytes - bytesDone, performance.now())
        : undefined,
    connection: share.connection,
    isPaused: phase === 'receiving' ? hindrance.isPaused || hindrance.isFull : undefined,
    isAddressTold: swarm.isAddressTold,
    isBusy: isAtWork,
  };
}
