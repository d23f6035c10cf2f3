/** Names of what a receiver takes bytes from: one lane of one peer. */
import type { PeerId } from '../../protocol/messages/room-message.ts';

/** The peer's id, which has no slash in it, and the lane's number. */
export type LaneId = string;

export const laneId = (peer: PeerId, lane: number): LaneId => `${peer}/${lane}`;

export function partsOf(source: LaneId): { readonly peer: PeerId; readonly lane: number } {
  const slash = source.indexOf('/');
  return { peer: source.slice(0, slash), lane: Number(source.slice(slash + 1)) };
}
