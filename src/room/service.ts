/**
 * What peers do over a peer link, apart from each other: each service knows its own messages and nothing of the others.
 * See docs/architecture.md, "Services", and SPEC.md, section V.
 */
import type { ErrorCode } from '../protocol/errors.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Fields } from '../protocol/parse.ts';

/**
 * What became of a message. `unknown`: a type that this version does not know; it is counted and ignored. `bad`: it
 * broke a rule of the service, or of its limits; the link ends with `peer-misbehaved`.
 */
export type Verdict = 'taken' | 'unknown' | 'bad';

/** One other peer, as a service has it. Its link is open. */
export interface ServicePeer {
  readonly id: PeerId;
  /** The holder of the room's founding key, proven for this link (V5). */
  readonly isHost: boolean;
  /**
   * Sends a message of this service on the control channel, which is reliable and ordered. As JSON it has at most
   * LEAST_MESSAGE_BYTES. False when the link is closed: the message is lost.
   */
  send(message: { readonly type: string }): boolean;
  /** Ends the link and says why, by the channel and by the room. */
  end(code: ErrorCode): void;
}

/** One service with one peer, for as long as one link to it is open. */
export interface ServiceSession {
  got(message: Fields): Verdict;
  /** The link is gone, whatever the reason. The same peer may come back: `open` is called again then. */
  close(): void;
}

export interface PeerService {
  /** 1 to 16 characters of a-z. Messages of the service carry it. */
  readonly name: string;
  /** Two peers use a service together when both name the same major version. */
  readonly version: number;
  /** Called once for each link, when both sides have named the service. */
  open(peer: ServicePeer): ServiceSession;
}
