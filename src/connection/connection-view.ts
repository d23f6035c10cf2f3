/**
 * What the UI sees of one connection: its stages, how the bytes travel, and the figures behind that. Immutable
 * snapshots.
 */
import type { Path } from './path.ts';
import { begin, type Stage as ConnectionStage, type StageTime } from './timeline.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { Gathered, NatLook, Transport } from '../protocol/messages/path-report.ts';

/** How the bytes of one peer link travel. */
export type PathView = Path;

/** Stages of a connection, in order. */
export type Stage = ConnectionStage;

export type StageView = StageTime;

/** What is known of one end. */
export interface EndView {
  /** Candidates by kind; of the other end those that it told us of, or until then those that arrived. */
  readonly gathered: readonly Gathered[];
  readonly nat: NatLook | undefined;
  readonly transport: Transport | undefined;
  /** SHA-256 of its certificate, "AB:CD:…". */
  readonly fingerprint: string | undefined;
}

/** Figures of one peer link. */
export interface PathDetails {
  readonly here: EndView;
  readonly there: EndView;
  /** Connectivity checks over all pairs. */
  readonly checks: { readonly sent: number; readonly answered: number };
  readonly roundTripMs: number | undefined;
  readonly dtlsVersion: string | undefined;
  readonly dtlsCipher: string | undefined;
  /** Largest SCTP message; Infinity when there is no limit. */
  readonly maxMessageBytes: number | undefined;
  /** Connections beside each other that share the bytes. */
  readonly lanes: number;
  /** Bytes per second over all of them, both ways; undefined until it was looked at twice. */
  readonly traffic: { readonly sentPerSecond: number; readonly receivedPerSecond: number } | undefined;
}

export interface ConnectionView {
  /** Under way, reached, or failed. */
  readonly stage: Stage;
  readonly stages: readonly StageView[];
  readonly path: PathView | undefined;
  /** 1 for the first link to this peer, 2 when that was lost… */
  readonly attempt: number;
  /** Times that it broke and came back by itself. */
  readonly restarts: number;
  /** For so long it has been broken; undefined while it is not. */
  readonly brokenMs: number | undefined;
  /** Why it is over, when it is not over for good. */
  readonly failure: ErrorCode | undefined;
  readonly details: PathDetails | undefined;
}

/** What there is to see of a connection before there is any. */
export const NO_CONNECTION: ConnectionView = {
  stage: 'signaling',
  stages: begin(0).stages,
  path: undefined,
  attempt: 1,
  restarts: 0,
  brokenMs: undefined,
  failure: undefined,
  details: undefined,
};
