/** File names come from a stranger: they are only ever shown as text, and these keep that text readable. */

/**
 * How much of the end stays in view, in UTF-16 units and rounded up to whole characters. With less of the start than
 * that, a split would hide more than it shows.
 */
const END_LENGTH = 12;
const MAX_END_LENGTH = 48;
const SPLIT_FROM = 24;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export interface SplitName {
  /** May be cut short with an ellipsis. */
  readonly start: string;
  /** Always in view: the extension is what tells a picture from a program. */
  readonly end: string;
}

/** Splits a long path so that its end can stay in view; start + end is the whole path. Never inside a character. */
export function splitName(path: string): SplitName {
  if (path.length < SPLIT_FROM) return { start: path, end: '' };
  const { index } = segmenter.segment(path).containing(path.length - END_LENGTH) ?? { index: path.length };
  // A letter under hundreds of stacked marks is one character as well: there is nothing to keep in view then.
  const at = path.length - index > MAX_END_LENGTH ? path.length : index;
  return { start: path.slice(0, at), end: path.slice(at) };
}

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** The path for use inside a sentence: at most `length` characters, and its direction stays its own (UAX #9). */
export function quoteName(path: string, length = 60): string {
  const { start, end } = splitName(path);
  const short = path.length <= length ? path : `${start.slice(0, length - end.length).trimEnd()}…${end}`;
  return FIRST_STRONG_ISOLATE + short + POP_DIRECTIONAL_ISOLATE;
}
