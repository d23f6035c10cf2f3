/** How a room looks to its host: the share that it was founded with, and what goes for all that is in it. */
import type { BeamError } from '../protocol/errors.ts';
import type { RefusalCode } from '../protocol/messages/refusal.ts';
import type { RoomPeers } from '../room/room-peers.ts';
import { emptyStatus, openStatus, overStatus, remarksOf, sendStatus } from './status.ts';
import type { RelayChoice } from './view/beamline.ts';
import type { OfferedView, SendView, TermsView } from './view/send.ts';
import type { Note, Status } from './view/status.ts';

export type HostPhase =
  | { readonly type: 'opening' }
  /** Another tab has it open: it goes on here when that one is closed. */
  | { readonly type: 'elsewhere' }
  /** In the room, or on the way there. */
  | { readonly type: 'open' }
  /** The link is dead; who has begun may finish, unless it was stopped. */
  | { readonly type: 'over'; readonly code: RefusalCode }
  | { readonly type: 'failed'; readonly error: BeamError };

interface Host {
  readonly phase: HostPhase;
  /** Of the share that the room was founded with. */
  readonly main: OfferedView | undefined;
  /** How many shares others give. */
  readonly given: number;
  /** Undefined while the page is not in the room. */
  readonly peers: RoomPeers | undefined;
  readonly link: string;
  readonly relayChoice: RelayChoice;
  readonly terms: TermsView;
  readonly hasPassword: boolean;
}

const NO_SHARE: OfferedView = {
  status: 'waiting',
  note: undefined,
  error: undefined,
  amount: { files: 0, bytes: 0 },
  files: [],
  withdrawn: undefined,
  isOpen: true,
  needs: undefined,
  canShareRest: false,
  receivers: [],
  percent: undefined,
  isPaused: undefined,
  isBusy: false,
};

export function hostView({ main, ...host }: Host): SendView {
  const { phase, peers, relayChoice, link, terms, hasPassword } = host;
  const share = main ?? NO_SHARE;
  return {
    ...share,
    role: 'sender',
    ...standing(host, main),
    remarks: [
      ...remarksOf(peers?.isByHttp === true, relayChoice),
      ...(peers?.isFull === true ? (['connections-many'] as const) : []),
    ],
    error: phase.type === 'failed' ? phase.error : share.error,
    link,
    isOpen: phase.type !== 'over' && phase.type !== 'failed' && share.status !== 'failed' && share.status !== 'stopped',
    terms,
    hasPassword,
    isEmpty: main === undefined,
  };
}

function standing({ phase, peers, given }: Omit<Host, 'main'>, main: OfferedView | undefined): Standing {
  switch (phase.type) {
    case 'elsewhere':
      return { status: 'paused', note: 'other-tab' };
    case 'over':
      return overStatus(sendStatus(main?.receivers ?? []), phase.code);
    case 'failed':
      return { status: 'failed', note: undefined };
    case 'opening':
    case 'open':
      if (main === undefined) return emptyStatus(peers, given);
      if (main.needs !== undefined || !main.isOpen || phase.type === 'opening') return main;
      return openStatus(main.status, { isPaused: main.isPaused === true, isRoomAway: peers?.isAway === true });
  }
}

interface Standing {
  readonly status: Status;
  readonly note: Note | undefined;
}
