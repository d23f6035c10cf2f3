/**
 * What peers say to each other through the room, inside sealed envelopes, as JSON. See SPEC.md, section S.
 */
import { isErrorCode, type ErrorCode } from '../errors.ts';
import { parseHostMark, parseManifestHead, type HostMark, type ManifestHead } from '../manifest.ts';
import { asFields, isCount, isName, isText, parseFields, type Fields } from '../parse.ts';
import { parseIntroduction, type Introduction } from './introduction.ts';
import { isRefusalCode, type Refusal } from './refusal.ts';
import {
  MAX_CANDIDATE_CHARS,
  MAX_CANDIDATES,
  MAX_LANES,
  MAX_PATH_CHARS,
  MAX_PREVIEW_CHARS,
  MAX_SDP_CHARS,
} from '../limits.ts';

/** RTCIceCandidateInit, bounded; null is end-of-candidates (RFC 8838, section 8.2). */
export interface Candidate {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
  readonly usernameFragment: string | null;
}

/**
 * A short list, ahead of the link (S13). `key`, `signature`: as in the control channel's `manifest`; `page`: the only
 * one.
 */
export interface Preview {
  readonly head: ManifestHead;
  readonly key: string;
  readonly signature: string;
  readonly page: string;
  /** Only the host shows a list ahead of a link. */
  readonly host: HostMark;
}

/**
 * Asks a peer for a link. `role` is for peers of version 1, who answer nothing else; a `sender` of version 1 wants no
 * answer.
 */
export interface HelloMessage {
  readonly type: 'hello';
  readonly link: string;
  readonly role: 'receiver' | 'sender';
  /** Link of a hello of the other side that was not answered: this one is to be, whoever would answer else (S6b). */
  readonly instead?: string;
  /** Version 1 has none. */
  readonly about?: Introduction;
}

/** `about`: of the one who answers a hello by an offer of lane 0; it says nothing elsewhere. */
export interface DescriptionMessage {
  readonly type: 'description';
  readonly link: string;
  readonly lane: number;
  readonly kind: 'offer' | 'answer';
  readonly sdp: string;
  readonly about?: Introduction;
}

/**
 * `link` names one attempt at a peer link, chosen at random by the one who says hello: what still arrives for an
 * earlier attempt is dropped (S5).
 */
export type PeerMessage =
  | HelloMessage
  | DescriptionMessage
  | { readonly type: 'candidate'; readonly link: string; readonly lane: number; readonly candidate: Candidate | null }
  /** Ends the transfer; overtakes whatever is queued on the data channel. `path`: of the file that it is about. */
  | { readonly type: 'end'; readonly link: string; readonly code: ErrorCode; readonly path?: string }
  | ({ readonly type: 'preview'; readonly link: string } & Preview)
  /** A host's answer to `hello` when there is nothing to be had any more (S10). */
  | ({ readonly type: 'refusal'; readonly link: string } & Refusal)
  /** Instead of an offer or an answer: there is no room for this link at the moment (S6d). */
  | { readonly type: 'busy'; readonly link: string };

/** A message for a link that there is. */
export type LinkMessage = Exclude<PeerMessage, { type: 'hello' | 'refusal' | 'busy' }>;

/** A message that belongs to the making of a connection. */
export type NegotiationMessage = Extract<PeerMessage, { type: 'description' | 'candidate' }>;

const LINK_ID_CHARS = 11;

const isLane = (value: unknown): value is number => isCount(value, MAX_LANES - 1);

/** For data and nothing else: audio and video would wake decoders that nobody here needs (RFC 8866, section 5.14). */
const OTHER_MEDIA = /^m=(?!application )/m;

function isDescription(sdp: unknown): sdp is string {
  return (
    isText(sdp, MAX_SDP_CHARS) && !OTHER_MEDIA.test(sdp) && sdp.split('\na=candidate:').length - 1 <= MAX_CANDIDATES
  );
}

function parseCandidate(value: unknown): Candidate | null | undefined {
  if (value === null) return null;
  const fields = asFields(value);
  if (fields === undefined) return undefined;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = fields;
  if (!isText(candidate, MAX_CANDIDATE_CHARS)) return undefined;
  if (sdpMid !== null && !isText(sdpMid, 64)) return undefined;
  if (sdpMLineIndex !== null && !isCount(sdpMLineIndex, 63)) return undefined;
  if (usernameFragment !== null && !isText(usernameFragment, 256)) return undefined;
  return { candidate, sdpMid, sdpMLineIndex, usernameFragment };
}

function withAbout<Message extends object>(message: Message, { about }: Fields): Message | undefined {
  if (about === undefined) return message;
  const introduction = parseIntroduction(about);
  return introduction && { ...message, about: introduction };
}

/** What a peer sealed, or undefined when it breaks a rule. */
export function parsePeerMessage(text: string): PeerMessage | undefined {
  const fields = parseFields(text);
  return fields && readPeerMessage(fields);
}

/** The same, of a text that is parsed already. */
export function readPeerMessage(fields: Fields): PeerMessage | undefined {
  const { type, link, role, instead, lane, kind, sdp, candidate, code, path, head, key, signature, page } = fields;

  if (!isName(link, LINK_ID_CHARS)) return undefined;
  switch (type) {
    case 'hello':
      if (role !== 'sender' && role !== 'receiver') return undefined;
      if (instead === undefined) return withAbout({ type, link, role }, fields);
      return isName(instead, LINK_ID_CHARS) ? withAbout({ type, link, role, instead }, fields) : undefined;
    case 'description':
      return isLane(lane) && (kind === 'offer' || kind === 'answer') && isDescription(sdp)
        ? withAbout({ type, link, lane, kind, sdp }, fields)
        : undefined;
    case 'candidate': {
      const parsed = parseCandidate(candidate);
      return isLane(lane) && parsed !== undefined ? { type, link, lane, candidate: parsed } : undefined;
    }
    case 'end':
      if (!isErrorCode(code)) return undefined;
      return isText(path, MAX_PATH_CHARS) ? { type, link, code, path } : { type, link, code };
    case 'preview': {
      const parsed = parseManifestHead(head);
      const host = parseHostMark(fields['host']);
      const isGood = parsed?.pages === 1 && isText(key, 43) && isText(signature, 86) && isText(page, MAX_PREVIEW_CHARS);
      return isGood && host ? { type, link, head: parsed, key, signature, page, host } : undefined;
    }
    case 'refusal':
      return isRefusalCode(code) && isText(key, 43) && isText(signature, 86)
        ? { type, link, code, key, signature }
        : undefined;
    case 'busy':
      return { type, link };
    default:
      return undefined;
  }
}
