/** What both sides see of a share: counts and states, never bytes. */

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** Files of a share that a view carries; the rest are counted. */
export const FILES_SHOWN = 500;

export interface FileView {
  /** Made safe; '/' between folders. */
  readonly path: string;
  readonly bytes: number;
  /** An empty folder. */
  readonly isFolder?: boolean;
  /** At a receiver: not chosen, so the next click does not take it. */
  readonly isLeftOut?: boolean;
  /** At a receiver: saved already, while others are not. */
  readonly isSaved?: boolean;
}

/** Files of a share that are not to be had any more: they changed, are gone or cannot be read. */
export interface WithdrawnView {
  readonly files: number;
  /** The first FILES_SHOWN of them. */
  readonly paths: readonly string[];
}

/** What every session can be asked for. A view is an immutable snapshot: a new one comes with each change. */
export interface Session<View> {
  readonly view: View;
  /** No byte moves until `resume`; links stay open. */
  pause(): void;
  resume(): void;
  /** Calls back on each new view, until the signal aborts. */
  onChange(listener: () => void, signal: AbortSignal): void;
  /** Somebody looks at the figures of the connection, or no longer does: they are not gathered for nobody. */
  lookClosely(isWanted: boolean): void;
}
