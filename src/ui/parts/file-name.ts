/** File names come from strangers. They are shown only as text, and these functions keep that text readable. */

/**
 * How much of the end stays in view, in UTF-16 units, rounded up to whole characters. If less of the start than that
 * remained, a split would hide more than it shows.
 */
const END_LENGTH = 12;
const MAX_END_LENGTH = 48;
const SPLIT_FROM = 24;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export interface SplitName {
  /** The start, which may be cut with an ellipsis. */
  readonly start: string;
  /** The end, which is always in view: the extension tells a picture from a program. */
  readonly end: string;
}

/** Splits a long path so that its end can stay in view; start + end is the whole path. Never inside a character. */
export function splitName(path: string): SplitName {
  if (path.length < SPLIT_FROM) return { start: path, end: '' };
  const { index } = segmenter.segment(path).containing(path.length - END_LENGTH) ?? { index: path.length };
  // A letter under hundreds of stacked marks is one character as well. Then nothing is kept in view.
  const at = path.length - index > MAX_END_LENGTH ? path.length : index;
  return { start: path.slice(0, at), end: path.slice(at) };
}

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/**
 * The path for use inside a sentence: at most `length` characters, isolated so that it keeps its own direction (UAX
 * #9).
 */
export function quoteName(path: string, length = 60): string {
  const { start, end } = splitName(path);
  const short = path.length <= length ? path : `${start.slice(0, length - end.length).trimEnd()}…${end}`;
  return FIRST_STRONG_ISOLATE + short + POP_DIRECTIONAL_ISOLATE;
}
