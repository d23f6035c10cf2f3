/** File names come from strangers. They are shown only as text, and these functions keep that text readable. */

/**
 * How much of the end stays in view, in columns: Hangul, kana and Han are two columns wide (UAX #11). At most half of
 * a name: where all of it fits, the split is not seen.
 */
const END_COLUMNS = 12;
const MAX_END_LENGTH = 48;
const SPLIT_FROM_COLUMNS = 12;

/** Letters that join their neighbours, which a split keeps apart: such a name is split where it is long only. */
const JOINING = /\p{Script=Arabic}|\p{Script=Syriac}/u;
const JOINING_SPLIT_FROM_COLUMNS = 24;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** East Asian Width W and F, by blocks; and what is drawn as a picture. */
const WIDE =
  /^(?:[\u1100-\u115F\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation})/u;

/** Of one character, however many code points it has: decomposed Hangul begins with a wide letter. */
const columnsOf = (character: string): number => (WIDE.test(character) ? 2 : 1);

export interface SplitName {
  /** The start, which may be cut with an ellipsis. */
  readonly start: string;
  /** The end, which is always in view: the extension tells a picture from a program. */
  readonly end: string;
}

/** Splits a long path so that its end can stay in view; start + end is the whole path. Never inside a character. */
export function splitName(path: string): SplitName {
  // No more than that can be in the end, or is needed to tell that a path is short.
  const { index = 0 } = segmenter.segment(path).containing(path.length - MAX_END_LENGTH) ?? {};
  const characters = [...segmenter.segment(path.slice(index))].map(({ segment }) => segment);
  const columns = characters.reduce((sum, character) => sum + columnsOf(character), 0);
  if (index === 0 && columns < (JOINING.test(path) ? JOINING_SPLIT_FROM_COLUMNS : SPLIT_FROM_COLUMNS))
    return { start: path, end: '' };
  let left = index === 0 ? Math.min(END_COLUMNS, Math.floor(columns / 2)) : END_COLUMNS;
  let at = path.length;
  for (const character of characters.toReversed()) {
    left -= columnsOf(character);
    if (left < 0 || path.length - at + character.length > MAX_END_LENGTH) break;
    at -= character.length;
  }
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
