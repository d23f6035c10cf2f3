/**
 * The closed set of things that can go wrong, as codes. The UI has a text for people for each (ui/strings),
 * the compiler sees to it that none is missing.
 */
export const ERROR_CODES = [
  /** The fragment is not, and does not begin with, a token of 22 base64url characters: it lost its end. */
  'link-malformed',
  /** Behind the token, or before it, stands another base64url character: what belongs to it cannot be told. */
  'link-long',
  /** The link wants a password as well. */
  'password-needed',
  /**
   * The page is shown inside of another app, which may not save: nothing is begun until the person insists. Not said to
   * peers.
   */
  'browser-enclosed',
  /** The browser lacks something without which nothing works (Ed25519, data channels, secure context). */
  'browser-unsupported',
  /** WebRTC is switched off or missing: no connection can be made at all. */
  'webrtc-missing',
  /** The page was not opened by HTTPS: browsers withhold WebCrypto. */
  'page-insecure',
  /** No answer from the signaling server. */
  'server-unreachable',
  /** The room holds MAX_PEERS already. */
  'room-full',
  /** Too many joins from this address within a minute. */
  'joins-limited',
  /** This socket has sent more room messages than it may. */
  'messages-limited',
  /** The server could not read what this app sent. */
  'message-bad',
  'message-large',
  /** The sender's own address of a share that this browser does not, or no longer, keep. */
  'share-unknown',
  /** The same identity has joined from elsewhere. */
  'replaced',
  /** Server and app speak different versions: the page must be loaded again. */
  'outdated',
  /** The other side's page speaks only an older version of this protocol: it must be loaded again there. */
  'peer-outdated',
  /** The offer or the answer did not come through the room. */
  'signaling-failed',
  /** This browser has no address to be reached at: WebRTC is held back by a setting, an extension or a policy. */
  'candidates-none',
  /** A setting, an extension or a policy of this browser lets WebRTC go by relays only, and none took it. */
  'webrtc-limited',
  /** No candidate pair worked, UDP is blocked, and there was no relay to help. */
  'udp-blocked',
  /** A pair worked, and DTLS or SCTP did not come up on it. */
  'securing-failed',
  /** The other side's description takes messages of fewer than LEAST_MESSAGE_BYTES. */
  'messages-small',
  /** The other side has MAX_PEER_LINKS. It is greeted again. */
  'peer-busy',
  /** This browser, or the other one, has made so many connections that it makes no more. */
  'connections-many',
  /** This person offers as many shares in a room as may be (MAX_SHARES). */
  'shares-many',
  /** No candidate pair worked. */
  'connection-failed',
  /** The same, and there was no relay to help: the server has none, or it is switched off. */
  'relay-none',
  /** … the service that gives access to the relay failed or took too long. */
  'relay-unavailable',
  /** … this address, or this room, has asked for access too often within a minute. */
  'relay-limited',
  /** … nobody else was in the room when it was asked for. */
  'relay-alone',
  /**
   * This side hides its address, and there is no relay that could do it. Not said to peers: they get one of the four
   * above.
   */
  'relay-required',
  /** The connection broke and did not come back. */
  'connection-lost',
  /** The other side left before it was done. */
  'peer-left',
  /** The other side broke a rule of the protocol. */
  'peer-misbehaved',
  /** The manifest is not signed by the key that the link names. */
  'manifest-forged',
  /** The manifest is signed but breaks a rule (size, number, hash). */
  'manifest-bad',
  /** A block failed its signature MAX_BLOCK_FAILURES times. */
  'block-forged',
  /** A file changed or went away after it was chosen. */
  'source-changed',
  /** The same in the middle of a transfer that cannot leave it out: begun again, the share comes without it. */
  'source-withdrawn',
  /** Of a share that is to go on, a file is not among those that were chosen again. */
  'source-missing',
  /** Nothing of what was chosen can be read. */
  'source-unreadable',
  /** There is nothing in what was chosen. */
  'source-empty',
  /** More files, or more bytes, than one share takes. */
  'source-large',
  /** The disk quota is smaller than the share. */
  'space-short',
  /** The disk ran full in the middle: it waits for room, and goes on. */
  'space-gone',
  /** The browser gives no storage here (private window, blocked site data). */
  'storage-blocked',
  'storage-failed',
  /** The browser's storage was cleared in the middle, or a call to it was not answered. */
  'storage-lost',
  /** The finished files could not be handed over to the browser or the folder. */
  'save-failed',
  /** The sender has stopped it: this link will never work again. */
  'share-stopped',
  /** The time that the sender gave it is over. */
  'share-expired',
  /** As many have it, or are getting it, as the sender wanted. */
  'share-used-up',
  'cancelled-by-sender',
  'cancelled-by-receiver',
  /** A defect of ours. */
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Why there is no relay (SPEC.md, section I). */
export const RELAY_CODES = [
  'relay-none',
  'relay-unavailable',
  'relay-limited',
  'relay-alone',
] as const satisfies readonly ErrorCode[];

export type RelayCode = (typeof RELAY_CODES)[number];

/** Why a connection could not be made. */
export const CONNECTION_CODES = [
  'signaling-failed',
  'candidates-none',
  'webrtc-limited',
  'udp-blocked',
  'securing-failed',
  'messages-small',
  'connections-many',
  'connection-failed',
  ...RELAY_CODES,
] as const satisfies readonly ErrorCode[];

/** Numbers that go with an error's text: `space-short` and `space-gone` have `neededBytes` and `freeBytes`. */
export interface ErrorFigures {
  readonly neededBytes?: number;
  readonly freeBytes?: number;
  /** Path of the file that it is about: `source-changed`, `source-withdrawn`, `source-missing`, `source-unreadable`. */
  readonly path?: string;
  /** What a browser lacks, by its name in the standards: `browser-unsupported`. */
  readonly missing?: string;
}

/** The one error class. Expected failures carry a code; `cause` is for logs of developers, never for a peer. */
export class BeamError extends Error {
  override readonly name = 'BeamError';
  readonly code: ErrorCode;
  readonly figures: ErrorFigures;

  constructor(code: ErrorCode, options: { cause?: unknown; figures?: ErrorFigures } = {}) {
    super(code, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.figures = options.figures ?? {};
  }
}

/** The code of anything thrown: `fallback` unless it is a BeamError. */
export function toBeamError(thrown: unknown, fallback: ErrorCode): BeamError {
  return thrown instanceof BeamError ? thrown : new BeamError(fallback, { cause: thrown });
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (ERROR_CODES as readonly string[]).includes(value);
}

export function isRelayCode(value: unknown): value is RelayCode {
  return typeof value === 'string' && (RELAY_CODES as readonly string[]).includes(value);
}

/** A link that did not come about, whoever says so: no rule was broken. */
export const isUnreached = (code: ErrorCode): boolean =>
  code === 'peer-busy' || (CONNECTION_CODES as readonly ErrorCode[]).includes(code);
