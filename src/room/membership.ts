/** What this peer is in its room, what it is given, and what it hears of the others. */
import type { Connections } from '../connection/connections.ts';
import type { RelayChoice } from '../connection/relay-choice.ts';
import type { BeamError, ErrorCode } from '../protocol/errors.ts';
import type { Identity } from '../protocol/identity.ts';
import type { Preview } from '../protocol/messages/peer-message.ts';
import type { Refusal } from '../protocol/messages/refusal.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { ShareSigner } from '../rendezvous/share-key.ts';
import type { Token } from '../rendezvous/token.ts';
import type { Room } from '../signaling/room.ts';
import type { Network } from '../signaling/transport.ts';
import type { PageLife } from './page-life.ts';
import type { LazyGuests } from './lazy-guests.ts';
import type { Roster } from './roster.ts';
import type { PeerService } from './service.ts';

export interface RoomPeersParts {
  /** Of every connection, before the choice. */
  readonly config: RTCConfiguration;
  readonly relayChoice: RelayChoice;
  readonly connections: Connections;
  readonly life: PageLife;
  readonly network: Network;
  /** As whom the room is entered, where that has begun already (signaling/early-socket.ts). */
  readonly identity?: Promise<Identity>;
}

/** What this peer is in the room. */
export interface Membership {
  readonly token: Token;
  readonly services: readonly PeerService[];
  /** The founding key: it makes this peer the host. */
  readonly founder?: ShareSigner;
  /** Goes behind an offer of ours (S13). */
  preview?(): Preview | undefined;
  /** Said to newcomers in place of an offer, when there is nothing to be had any more. */
  refusal?(): Refusal | undefined;
  /** It has begun what it may finish, though newcomers are refused. */
  mayFinish?(peer: PeerId): boolean;
  /** It stays in the list when it has left. */
  isRemembered?(peer: PeerId): boolean;
}

export interface Loss {
  /** The other side said so; this side did, for it broke a rule or by hand; or there is no way to it. */
  readonly by: 'peer' | 'here' | 'network';
  readonly code: ErrorCode;
  /** Of the file that it is about. */
  readonly path?: string | undefined;
}

export interface RoomPeersEvents {
  /** Of any peer, or of the room. */
  onState(): void;
  onFigures(): void;
  /** @param link that it was said for */
  onPreview?(from: PeerId, link: string, preview: Preview): void;
  onRefusal?(from: PeerId, refusal: Refusal): void;
  /**
   * A link is over and is not made again by itself. Not told of a link between guests that the network has ended, or
   * that one of them has closed without a word: see the service's session.
   */
  onLost(peer: PeerId, loss: Loss): void;
  /** The room is closed to us for good. */
  onClosed(error: BeamError): void;
}

/** The same, for the parts of this folder. */
export interface Membering {
  readonly membership: Membership;
  readonly parts: RoomPeersParts;
  readonly events: RoomPeersEvents;
  readonly signal: AbortSignal;
  readonly roster: Roster;
  readonly guests: LazyGuests;
  /** Undefined until it is entered for the first time. */
  room(): Room | undefined;
}
