/** How a share looks at its receiver's, made of what its parts say at the moment. */
import type { BeamError } from '../protocol/errors.ts';
import type { Transfer } from '../files/fetch/transfer.ts';
import type { ConnectionView } from '../connection/connection-view.ts';
import { NO_STALL } from '../files/fetch/stall-reasons.ts';
import { rateView } from '../transfer/watch/rate.ts';
import type { Landing } from '../files/fetch/landing.ts';
import { withdrawnView } from './withdrawn-view.ts';
import type { AnnouncedShare } from '../files/fetch/announced-share.ts';
import type { ProviderPool } from '../files/fetch/provider-pool.ts';
import { receiveNote, receiveStatus, remarksOf, streamingRemarks, type ReceivePhase } from './status.ts';
import { fileViews } from './file-views.ts';
import type { RelayChoice } from './view/beamline.ts';
import type { ReceiveView } from './view/receive.ts';
import { FILES_SHOWN } from './view/share.ts';
import type { Note } from './view/status.ts';

export interface Receiving {
  readonly phase: ReceivePhase;
  /** Of what the person did; what the status calls for comes first. */
  readonly note: Note | undefined;
  readonly error: BeamError | undefined;
  readonly announced: AnnouncedShare | undefined;
  readonly landing: Landing | undefined;
  readonly transfer: Transfer | undefined;
  readonly pool: Pick<ProviderPool, 'facts' | 'isByHttp' | 'isAddressTold'>;
  readonly relayChoice: RelayChoice;
  readonly connection: ConnectionView;
  readonly canAccept: boolean;
  /** Of the link. */
  readonly hasPassword: boolean;
  /** Inside of another app. */
  readonly isEnclosed: boolean;
}

export function receiveView(share: Receiving): ReceiveView {
  const { announced, phase, error, transfer, landing, pool } = share;
  const { facts } = pool;
  const stallReasons = transfer?.stallReasons ?? NO_STALL;
  const status = receiveStatus(phase, facts, stallReasons);
  const note = receiveNote(phase, status, facts, stallReasons, share.isEnclosed) ?? share.note;
  const isAtWork = phase === 'receiving' || phase === 'saving';
  const bytes = transfer?.bytesWanted ?? announced?.head.bytes ?? 0;
  const bytesDone = phase === 'done' || phase === 'saving' ? bytes : (transfer?.bytesDone ?? 0);
  const percent = bytes === 0 ? 100 : Math.floor((100 * bytesDone) / bytes);
  // Once all is saved there is nothing to choose from.
  const selection = phase === 'done' && landing?.selection.hasRest === false ? undefined : landing?.selection;
  const files = announced === undefined ? [] : fileViews(announced.files, announced.paths);
  return {
    role: 'receiver',
    status,
    // Whether it is the password cannot be known: nobody answers what is sealed under another.
    note: note === 'for-sender' && share.hasPassword && announced === undefined ? 'for-password' : note,
    remarks: [...remarksOf(pool.isByHttp, share.relayChoice), ...streamingRemarks(phase, landing?.streaming)],
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
    connection: share.connection,
    isPaused: phase === 'receiving' ? stallReasons.isPaused || stallReasons.isFull : undefined,
    isAddressTold: pool.isAddressTold,
    isBusy: isAtWork,
  };
}
