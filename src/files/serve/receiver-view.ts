/** One receiver of a share, as its sender sees it. */
import type { ConnectionView } from '../../connection/connection-view.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Rate } from '../../transfer/watch/rate.ts';

export interface ReceiverView {
  readonly id: string;
  /** 1, 2, 3… in the order of arrival: what people call it by. */
  readonly number: number;
  readonly status: 'connecting' | 'ready' | 'sending' | 'paused' | 'saving' | 'reconnecting' | 'done' | 'failed';
  readonly error: ErrorCode | undefined;
  /** Confirmed by the receiver as verified and on its disk. */
  readonly bytesDone: number;
  /** Of the files that it takes: all of the share, unless it has chosen. */
  readonly bytesWanted: number;
  /** Files that its receipt leaves out. */
  readonly filesLeftOut: number;
  readonly rate: Rate | undefined;
  readonly connection: ConnectionView;
}
