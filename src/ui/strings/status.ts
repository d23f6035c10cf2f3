/** The first word of the status line, and its parts. What follows the word is in told.ts, which comes with a room. */
import { msg } from '@lit/localize';

import type { Status } from '../../session/view/status.ts';

export const statusWords: Record<Status, () => string> = {
  waiting: () => msg('Waiting', { id: 'status.waiting' }),
  connecting: () => msg('Connecting', { id: 'status.connecting' }),
  ready: () => msg('Ready', { id: 'status.ready' }),
  receiving: () => msg('Receiving', { id: 'status.receiving' }),
  sending: () => msg('Sending', { id: 'status.sending' }),
  saving: () => msg('Saving', { id: 'status.saving' }),
  paused: () => msg('Paused', { id: 'status.paused' }),
  reconnecting: () => msg('Reconnecting', { id: 'status.reconnecting' }),
  done: () => msg('Done', { id: 'status.done' }),
  stopped: () => msg('Stopped', { id: 'status.stopped' }),
  failed: () => msg('Failed', { id: 'status.failed' }),
};

/**
 * How it stands, for colours and shapes: nothing to do but wait, at work, as it should be, something is in the way, or
 * gone wrong.
 */
export type Tone = 'calm' | 'busy' | 'good' | 'warn' | 'bad';

export interface StatusLine {
  readonly status: Status;
  /** One or two plain sentences. */
  readonly sentence: string;
  readonly tone: Tone;
  /** Other things to know, one or two sentences each. */
  readonly remarks?: readonly string[];
}
