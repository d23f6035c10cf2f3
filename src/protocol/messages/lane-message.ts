/**
 * What the two ends of a peer link say to each other to make more lanes, as JSON text on the channel "lanes". See
 * SPEC.md, section L.
 */
import { MAX_LANES } from '../limits.ts';
import { isCount, parseFields } from '../parse.ts';
import { readPeerMessage, type NegotiationMessage } from './peer-message.ts';

export type LaneMessage =
  /** Receiver to sender: have this many lanes, the first one included. */
  | { readonly type: 'lanes'; readonly count: number }
  /** Of any lane but the first, in the form it would have in the room. */
  | NegotiationMessage;

/** The message, or undefined when it breaks a rule. */
export function parseLaneMessage(text: string): LaneMessage | undefined {
  const fields = parseFields(text);
  if (fields === undefined) return undefined;
  const { type, count } = fields;
  if (type === 'lanes') return isCount(count, MAX_LANES, 1) ? { type, count } : undefined;
  const message = readPeerMessage(fields);
  return (message?.type === 'description' || message?.type === 'candidate') && message.lane > 0 ? message : undefined;
}
