/**
 * Messages of the files service, as JSON on the control channel, each with the field `service: "files"`, and all but
 * `shares` with the field `share`: the number that the share has on this link. See SPEC.md, section C.
 */
import {
  BITFIELD_BYTES,
  MANIFEST_PAGES_UNDER_WAY,
  MAX_BLOCK_NUMBERS,
  MAX_CONTROL_CHARS,
  MAX_FILES,
  MAX_PASSED_ON_BLOCKS,
  MAX_PATH_CHARS,
  MAX_SHARE_BYTES,
  MAX_SHARE_NUMBER,
  MAX_SHARES,
  MAX_WITHOUT_RANGES,
} from '../limits.ts';
import { isErrorCode, type ErrorCode } from '../errors.ts';
import { fromBase64url } from '../base64url.ts';
import { parseHostMark, parseManifestHead, type HostMark, type ManifestHead } from '../manifest.ts';
import { parsePassingOn, type PassingOn } from '../passing-on.ts';
import { isPeerId, type PeerId } from './room-message.ts';
import { isCount, isOneOf, isText, parseFields, type Fields } from '../parse.ts';
import { parseRanges, parseWithdrawal, type FileRange, type Withdrawal } from '../withdrawal.ts';

/** By hand, on either side (C9). */
export type PauseMessage = { readonly type: 'pause' } | { readonly type: 'resume' };

/** First message of a share. `key`: the share's public key; `signature`: over the head, both base64url (M1). */
export interface ManifestMessage {
  readonly type: 'manifest';
  readonly head: ManifestHead;
  readonly key: string;
  readonly signature: string;
  /** Files that are not to be had any more (W3), if there are any. */
  readonly withdrawal?: Withdrawal;
  /** Of a share of the host's (M8). */
  readonly host?: HostMark;
  /** The host introduces it: this other peer gives it (C13). */
  readonly by?: PeerId;
  /** Others may pass it on (P1). */
  readonly passOn?: PassingOn;
  /** A holder announces it: it has what it tells by `bitfield` and `have`, and no page follows unasked (P2). */
  readonly isPart?: boolean;
  /** The block to begin with, where others take it as well (P5). */
  readonly start?: number;
}

/**
 * Of a holder: it has these blocks. `bits`: base64url of BITFIELD_BYTES at the most, one bit a block; the least
 * significant bit of byte 0 is block `first` (P3; BEP 3 has the same in one piece).
 */
export interface BitfieldMessage {
  readonly type: 'bitfield';
  readonly first: number;
  readonly bits: string;
}

/** Of a holder: it has these blocks as well (P4). */
export interface HaveMessage {
  readonly type: 'have';
  readonly blocks: readonly number[];
}

/** Of a seed: it has begun to give these to others (P5). */
export interface GivenMessage {
  readonly type: 'given';
  readonly blocks: readonly number[];
}

/**
 * From either side: the share is no longer served, or no longer taken, under this number (C11). `path`: of the file
 * that it is about.
 */
export interface StopMessage {
  readonly type: 'stop';
  readonly code: ErrorCode;
  readonly path?: string;
}

/** First message of the service, from either side: so many shares are announced next (C12). */
export interface SharesMessage {
  readonly type: 'shares';
  readonly count: number;
}

/** Sender to receiver. */
export type SenderMessage =
  | ManifestMessage
  | { readonly type: 'page'; readonly page: number; readonly text: string }
  | PauseMessage
  /** It reads a file once more, and sends nothing meanwhile (C10). */
  | { readonly type: 'checking' }
  | BitfieldMessage
  | HaveMessage
  | GivenMessage
  | StopMessage;

/** All of it is saved. `sha256`: the manifest's, so that it cannot be for something else (C6). */
export interface ReceiptMessage {
  readonly type: 'receipt';
  /** Of the files that are saved. */
  readonly bytes: number;
  readonly sha256: string;
  /** The files that are not: they were withdrawn, or not chosen (W5). */
  readonly without?: readonly FileRange[];
}

/** Receiver to sender. */
export type ReceiverMessage =
  | { readonly type: 'pages'; readonly first: number; readonly count: number }
  /**
   * The person has accepted. `bytes`: verified and durable before this began. `takesCompressed`: chunks may come
   * compressed (D11). `wanted`: bytes of the files that were chosen (C3c); undefined for the whole share.
   */
  | { readonly type: 'accept'; readonly bytes: number; readonly takesCompressed: boolean; readonly wanted?: number }
  /** Bytes verified and durable so far, of those that are wanted. */
  | { readonly type: 'progress'; readonly bytes: number }
  | PauseMessage
  /** Everything is durable, the receiver is saving. */
  | { readonly type: 'saving' }
  /** What is asked for of these blocks and not sent yet is not wanted any more (P6). */
  | { readonly type: 'cancel'; readonly blocks: readonly number[] }
  | ReceiptMessage
  | StopMessage;

function parseReceipt({ bytes, sha256, without: announced }: Fields): ReceiptMessage | undefined {
  if (!isCount(bytes, MAX_SHARE_BYTES) || !isText(sha256, 43, 43)) return undefined;
  if (announced === undefined) return { type: 'receipt', bytes, sha256 };
  const without = parseRanges(announced, MAX_WITHOUT_RANGES);
  return without && { type: 'receipt', bytes, sha256, without };
}

const SENDER_TYPES = ['manifest', 'page', 'pause', 'resume', 'checking', 'bitfield', 'have', 'given', 'stop'] as const;
const RECEIVER_TYPES = [
  'pages',
  'accept',
  'progress',
  'pause',
  'resume',
  'saving',
  'cancel',
  'receipt',
  'stop',
] as const;

/** A type that this version has: a message of it that cannot be read breaks a rule; others are ignored (V6). */
export const isSenderType = (type: unknown): boolean => isOneOf(SENDER_TYPES, type);
export const isReceiverType = (type: unknown): boolean => isOneOf(RECEIVER_TYPES, type);

/** The share that a message is about; undefined when it breaks a rule. */
export const shareOfMessage = ({ share }: Fields): number | undefined =>
  isCount(share, MAX_SHARE_NUMBER) ? share : undefined;

/** Undefined when it breaks a rule. */
export const readShares = ({ count }: Fields): SharesMessage | undefined =>
  isCount(count, MAX_SHARES) ? { type: 'shares', count } : undefined;

function parseStop({ code, path }: Fields): StopMessage | undefined {
  if (!isErrorCode(code)) return undefined;
  return isText(path, MAX_PATH_CHARS) ? { type: 'stop', code, path } : { type: 'stop', code };
}

function parseManifest(record: Fields): ManifestMessage | undefined {
  const { key, signature } = record;
  const head = parseManifestHead(record['head']);
  if (head === undefined || typeof key !== 'string' || typeof signature !== 'string') return undefined;
  const withdrawal = record['withdrawal'] === undefined ? undefined : parseWithdrawal(record['withdrawal']);
  if (record['withdrawal'] !== undefined && withdrawal === undefined) return undefined;
  const host = record['host'] === undefined ? undefined : parseHostMark(record['host']);
  if (record['host'] !== undefined && host === undefined) return undefined;
  const { by, isPart, start } = record;
  if (by !== undefined && !isPeerId(by)) return undefined;
  const passOn = record['passOn'] === undefined ? undefined : parsePassingOn(record['passOn']);
  if (record['passOn'] !== undefined && passOn === undefined) return undefined;
  if (isPart !== undefined && isPart !== true) return undefined;
  if (start !== undefined && !isCount(start, MAX_PASSED_ON_BLOCKS - 1)) return undefined;
  return {
    type: 'manifest',
    head,
    key,
    signature,
    ...(withdrawal && { withdrawal }),
    ...(host && { host }),
    ...(by === undefined ? {} : { by }),
    ...(passOn && { passOn }),
    ...(isPart === undefined ? {} : { isPart }),
    ...(start === undefined ? {} : { start }),
  };
}

function parseBitfield({ first, bits }: Fields): BitfieldMessage | undefined {
  if (!isCount(first, MAX_PASSED_ON_BLOCKS - 1) || !isText(bits, Math.ceil((BITFIELD_BYTES * 4) / 3), 1))
    return undefined;
  return fromBase64url(bits) === undefined ? undefined : { type: 'bitfield', first, bits };
}

function parseBlocks(blocks: unknown): readonly number[] | undefined {
  if (!Array.isArray(blocks) || blocks.length === 0 || blocks.length > MAX_BLOCK_NUMBERS) return undefined;
  return blocks.every((block) => isCount(block, MAX_PASSED_ON_BLOCKS - 1)) ? (blocks as number[]) : undefined;
}

function parseAccept({ bytes, takesCompressed, wanted }: Fields): ReceiverMessage | undefined {
  if (!isCount(bytes, MAX_SHARE_BYTES)) return undefined;
  const accept = { type: 'accept', bytes, takesCompressed: takesCompressed === true } as const;
  if (wanted === undefined) return accept;
  return isCount(wanted, MAX_SHARE_BYTES) ? { ...accept, wanted } : undefined;
}

export function parseSenderMessage(text: string): SenderMessage | undefined {
  const record = parseFields(text, MAX_CONTROL_CHARS);
  return record && readSenderMessage(record);
}

/** The same, of a text that is parsed already. */
export function readSenderMessage(record: Fields): SenderMessage | undefined {
  const { type, page, text: pageText } = record;
  switch (type) {
    case 'manifest':
      return parseManifest(record);
    case 'page':
      return isCount(page, MAX_FILES) && typeof pageText === 'string' ? { type, page, text: pageText } : undefined;
    case 'pause':
    case 'resume':
    case 'checking':
      return { type };
    case 'bitfield':
      return parseBitfield(record);
    case 'have':
    case 'given': {
      const blocks = parseBlocks(record['blocks']);
      return blocks && { type, blocks };
    }
    case 'stop':
      return parseStop(record);
    default:
      return undefined;
  }
}

export function parseReceiverMessage(text: string): ReceiverMessage | undefined {
  const record = parseFields(text, MAX_CONTROL_CHARS);
  return record && readReceiverMessage(record);
}

/** The same, of a text that is parsed already. */
export function readReceiverMessage(record: Fields): ReceiverMessage | undefined {
  const { type, first, count, bytes } = record;
  switch (type) {
    case 'pages':
      return isCount(first, MAX_FILES) && isCount(count, MANIFEST_PAGES_UNDER_WAY, 1)
        ? { type, first, count }
        : undefined;
    case 'accept':
      return parseAccept(record);
    case 'progress':
      return isCount(bytes, MAX_SHARE_BYTES) ? { type, bytes } : undefined;
    case 'pause':
    case 'resume':
    case 'saving':
      return { type };
    case 'cancel': {
      const blocks = parseBlocks(record['blocks']);
      return blocks && { type, blocks };
    }
    case 'receipt':
      return parseReceipt(record);
    case 'stop':
      return parseStop(record);
    default:
      return undefined;
  }
}
