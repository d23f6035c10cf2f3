/**
 * What peers say to each other through the room, inside sealed envelopes, as JSON. See SPEC.md, section S.
 */
import { isErrorCode, type ErrorCode } from './errors.ts';
import { MAX_CANDIDATE_CHARS, MAX_LANES, MAX_SDP_CHARS } from './limits.ts';

export type Role = 'sender' | 'receiver';

/** RTCIceCandidateInit, bounded; null is end-of-candidates (RFC 8838, section 8.2). */
export interface Candidate {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
  readonly usernameFragment: string | null;
}

export type PeerMessage =
  | { readonly type: 'hello'; readonly role: Role }
  | { readonly type: 'description'; readonly lane: number; readonly kind: 'offer' | 'answer'; readonly sdp: string }
  | { readonly type: 'candidate'; readonly lane: number; readonly candidate: Candidate | null }
  /** Ends the transfer; overtakes whatever is queued on the data channel. */
  | { readonly type: 'end'; readonly code: ErrorCode };

const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;
const isLane = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) < MAX_LANES;

function parseCandidate(value: unknown): Candidate | null | undefined {
  if (value === null) return null;
  if (typeof value !== 'object') return undefined;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = value as Record<string, unknown>;
  if (!isText(candidate, MAX_CANDIDATE_CHARS)) return undefined;
  if (sdpMid !== null && !isText(sdpMid, 64)) return undefined;
  if (sdpMLineIndex !== null && !(Number.isInteger(sdpMLineIndex) && (sdpMLineIndex as number) >= 0 && (sdpMLineIndex as number) < 64)) return undefined;
  if (usernameFragment !== null && !isText(usernameFragment, 256)) return undefined;
  return { candidate, sdpMid, sdpMLineIndex: sdpMLineIndex as number | null, usernameFragment };
}

/** What a peer sealed, or undefined when it breaks a rule. */
export function parsePeerMessage(text: string): PeerMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, role, lane, kind, sdp, candidate, code } = value as Record<string, unknown>;
  switch (type) {
    case 'hello':
      return role === 'sender' || role === 'receiver' ? { type, role } : undefined;
    case 'description':
      return isLane(lane) && (kind === 'offer' || kind === 'answer') && isText(sdp, MAX_SDP_CHARS) ? { type, lane, kind, sdp } : undefined;
    case 'candidate': {
      const parsed = parseCandidate(candidate);
      return isLane(lane) && parsed !== undefined ? { type, lane, candidate: parsed } : undefined;
    }
    case 'end':
      return isErrorCode(code) ? { type, code } : undefined;
    default:
      return undefined;
  }
}
