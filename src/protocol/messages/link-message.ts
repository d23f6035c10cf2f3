/**
 * Messages of the control channel that belong to the link itself, and to no service: they have no field `service`. See
 * SPEC.md, section C.
 */
import { isErrorCode, type ErrorCode } from '../errors.ts';
import { MAX_PATH_CHARS } from '../limits.ts';
import { isOneOf, isText, type Fields } from '../parse.ts';
import { readGuestsWord, type GuestsWord } from './guests-word.ts';
import { parsePathReport, type PathReport } from './path-report.ts';

/** From either side, when it knows its end of the way, and when that has changed (C8). */
export type PathMessage = { readonly type: 'path' } & PathReport;

/** Ends the link (C7). `path`: of the file that it is about. */
export interface EndMessage {
  readonly type: 'end';
  readonly code: ErrorCode;
  readonly path?: string;
}

/** The host's word, from itself or from a guest that has just heard it (V8). */
export type GuestsMessage = { readonly type: 'guests' } & GuestsWord;

export type LinkControlMessage = PathMessage | EndMessage | GuestsMessage;

const TYPES = ['path', 'end', 'guests'] as const satisfies readonly LinkControlMessage['type'][];

/** A type that is not here is ignored (V6). */
export const isLinkControlType = (type: unknown): boolean => isOneOf(TYPES, type);

/** The message, or undefined when it breaks a rule. */
export function readLinkMessage(fields: Fields): LinkControlMessage | undefined {
  const { type, code, path } = fields;
  if (type === 'path') {
    const report = parsePathReport(fields);
    return report && { type, ...report };
  }
  if (type === 'guests') {
    const word = readGuestsWord(fields);
    return word && { type, ...word };
  }
  if (type !== 'end' || !isErrorCode(code)) return undefined;
  return isText(path, MAX_PATH_CHARS) ? { type, code, path } : { type, code };
}
