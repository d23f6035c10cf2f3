/** Whether a receiver's page tells of its connection: not of one that there is not, or that ended as links end. Pure. */
import { isUnreached, type ErrorCode } from '../../protocol/errors.ts';
import type { ReceiveView } from '../../session/view/receive.ts';

const isTrouble = (code: ErrorCode): boolean =>
  isUnreached(code) || code === 'connection-lost' || code === 'relay-required';

export function showsConnection({
  status,
  note,
  connection: { stage, failure },
}: Pick<ReceiveView, 'status' | 'note' | 'connection'>): boolean {
  // Who has left, or has ended the share, did so on purpose: the line did not go dead.
  if (failure !== undefined) return status === 'failed' && isTrouble(failure);
  if (status === 'failed' || status === 'stopped') return false;
  // Nobody is there to be introduced to, or to be known.
  if (stage === 'signaling') return (status === 'connecting' || status === 'reconnecting') && note !== 'server-away';
  return true;
}
