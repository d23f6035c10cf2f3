/**
 * What peers do over a peer link, apart from each other: each service knows its own messages and nothing of the others.
 * See docs/architecture.md, "Services", and SPEC.md, section V.
 */
import type { Path } from '../connection/path.ts';
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
  /** This side made the offer: what both sides number can be told apart by it. */
  readonly isOfferer: boolean;
  /**
   * Sends a message of this service on the control channel, which is reliable and ordered. As JSON it has at most
   * LEAST_MESSAGE_BYTES. False when the link is closed: the message is lost.
   */
  send(message: { readonly type: string }): boolean;
  /** Ends the link and says why, by the channel and by the room. @param path of the file that it is about */
  end(code: ErrorCode, path?: string): void;
}

/** The lanes of a link, for the one service that moves much. Lane 0 is always there. */
export interface PeerLanes {
  /** That are open for frames. */
  readonly open: ReadonlySet<number>;
  readonly isOpen: boolean;
  /** In the send buffer of the control channel. */
  readonly controlBufferedBytes: number;
  /** Of frames, on all lanes since the link was begun. */
  readonly receivedBytes: number;
  /** Between us and the peer, as ICE has measured it; undefined until then. */
  readonly roundTripMs: number | undefined;
  readonly path: Path | undefined;
  send(frame: Uint8Array<ArrayBuffer>, lane: number): boolean;
  /** How many bytes may be sent on a lane now without filling the browser's queue. */
  freeBytes(lane: number): number;
  /** Of one message on a lane, that the other end takes. */
  mostMessageBytes(lane: number): number;
  /** There are to be this many, the first included. */
  want(count: number): void;
  /** As many may be had as before, or not any more: see `mostLanes` of a session. */
  tend(): void;
  /** Measures the round trip once in so many milliseconds; undefined: no more. */
  probe(intervalMs: number | undefined): void;
}

/** A peer as a service has it that uses lanes. */
export interface LanePeer extends ServicePeer {
  readonly lanes: PeerLanes;
}

/** One service with one peer, for as long as one link to it is open. */
export interface ServiceSession {
  got(message: Fields): Verdict;
  /** The link is gone, whatever the reason. The same peer may come back: `open` is called again then. */
  close(): void;
  /** For a service that uses lanes; on a link where no service does, a frame breaks a rule. */
  gotFrame?(bytes: Uint8Array<ArrayBuffer>, lane: number): Verdict;
  /** A lane takes more. */
  onDrain?(lane: number): void;
  /** A lane beside the first is open for frames, or not any more. */
  onLane?(lane: number, isOpen: boolean): void;
  /** Of a probe. */
  onRoundTrip?(ms: number): void;
  /** The link is broken, or has come back. */
  onBroken?(isBroken: boolean): void;
  /** How many lanes this service lets the link have at the moment. */
  mostLanes?(): number;
}

export interface PeerService {
  /** 1 to 16 characters of a-z. Messages of the service carry it. */
  readonly name: string;
  /** Two peers use a service together when both name the same major version. */
  readonly version: number;
  /** Called once for each link, when both sides have named the service. */
  open(peer: LanePeer): ServiceSession;
}
