/**
 * What the two ends of a peer link say to each other to make more lanes, as JSON text on the channel "lanes". See
 * SPEC.md, section L.
 */
import { MAX_LANES } from './limits.ts';
import { parsePeerMessage, type NegotiationMessage } from './peer-message.ts';

export type LaneMessage =
  /** Receiver to sender: have this many lanes, the first one included. */
  | { readonly type: 'lanes'; readonly count: number }
  /** Of any lane but the first, in the form it would have in the room. */
  | NegotiationMessage;

/** The message, or undefined when it breaks a rule. */
export function parseLaneMessage(text: string): LaneMessage | undefined {
  const count = parseCount(text);
  if (count !== undefined) return { type: 'lanes', count };
  const message = parsePeerMessage(text);
  return (message?.type === 'description' || message?.type === 'candidate') && message.lane > 0 ? message : undefined;
}

function parseCount(text: string): number | undefined {
  const [, digits] = /^\{"type":"lanes","count":(\d{1,2})\}$/.exec(text) ?? [];
  const count = Number(digits);
  return count >= 1 && count <= MAX_LANES ? count : undefined;
}
