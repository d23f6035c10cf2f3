/** A stranger's text, cut into plain text and links that are safe to click. Pure: it loads and renders nothing. */

export type TextPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'link';
      /** As it was written. */
      readonly text: string;
      /** Where it leads: `http:` or `https:`, without user name and password. */
      readonly href: string;
      /** Where it leads, when that is not the host that is read: letters of another script, figures, escapes. */
      readonly host: string | undefined;
    };

/** A longer one is left as text: nobody can read where it leads. It also bounds the work on a hostile text. */
const MAX_LINK_CHARS = 2048;

/**
 * Ends a URL: what cannot stand in one (RFC 3986, section 2), what browsers take for something else (`\`), what cannot
 * be seen, and the quotes and brackets that texts put around a URL, also those of Korean and other languages. ASCII
 * brackets and quotes are left to `trimmed`.
 */
const URL_TEXT = String.raw`[^\s\p{C}\p{Default_Ignorable_Code_Point}<>"\\^\x60{|}“”‘’«»‹›「」『』《》〈〉【】〔〕（）［］｛｝]`;

/** Behind a letter it is part of a word. */
const CANDIDATE = new RegExp(`(?<![a-z0-9+.-])https?://${URL_TEXT}+`, 'giu');

const LAST_MARK = /[.,;:!?'*…·。、，．！？：；~]$/u;
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/**
 * Korean particles and endings that are written right behind a word, and so behind a URL. They are cut off where they
 * follow something of ASCII: a path of Korean words keeps its end.
 */
const PARTICLE =
  /(?<=[\x21-\x7E])(?:이?에요|예요|입니다|인데요?|이?라고|이?라는|이?랑|하고|에서도?|에게|에는|에도|에|으?로|부터|까지|처럼|보다|이나|나|은|는|이|가|을|를|의|와|과|도|만|요)$/u;

/** All parts, in order; their texts make the whole text. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: candidate, index } of text.matchAll(CANDIDATE)) {
    const link = linkOf(trimmed(candidate));
    if (link === undefined) continue;
    if (index > end) parts.push({ type: 'text', text: text.slice(end, index) });
    parts.push(link);
    end = index + link.text.length;
  }
  if (end < text.length) parts.push({ type: 'text', text: text.slice(end) });
  return parts;
}

/** Without the marks, the brackets and the particle behind it that belong to the sentence. */
function trimmed(candidate: string): string {
  let url = withoutParticleInHost(candidate.slice(0, MAX_LINK_CHARS + 1));
  for (;;) {
    const last = url.at(-1) ?? '';
    const opening = PAIRS[last];
    const isUnpaired = opening !== undefined && countOf(url, last) > countOf(url, opening);
    const shorter = isUnpaired || LAST_MARK.test(url) ? url.slice(0, -1) : url.replace(PARTICLE, '');
    if (shorter === url) return url;
    url = shorter;
  }
}

/** "https://example.com에서": the last label of a host is of one script, and of Korean ones there is one: 한국. */
function withoutParticleInHost(url: string): string {
  const host = /^https?:\/\/[^/?#:]*/iu.exec(url)?.[0] ?? '';
  if (host.length < url.length) return url;
  return /^.*\.(?:[a-z][\x21-\x7E]*|한국)(?=[^\x21-\x7E])/iu.exec(url)?.[0] ?? url;
}

const countOf = (text: string, character: string): number => text.split(character).length - 1;

function linkOf(text: string): (TextPart & { readonly type: 'link' }) | undefined {
  if (text.length > MAX_LINK_CHARS) return undefined;
  const authority = /^https?:\/\/([^/?#]*)/iu.exec(text)?.[1] ?? '';
  // "https://bank.example@evil.example": browsers take what stands before the @ for a name, people for the host.
  if (authority.includes('@')) return undefined;
  const url = parseUrl(text);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const isRead = authority.replace(/:\d*$/, '').toLowerCase() === url.hostname;
  return { type: 'link', text, href: url.href, host: isRead ? undefined : url.hostname };
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Of the length of a text that is shown in part. */
export interface Extent {
  readonly chars: number;
  readonly lines: number;
}

/**
 * The first parts of a long text. A link is there whole or not at all: half a link would lead elsewhere. undefined when
 * the text is no longer than that.
 */
export function shortened(parts: readonly TextPart[], { chars, lines }: Extent): TextPart[] | undefined {
  const kept: TextPart[] = [];
  let charsLeft = chars;
  let linesLeft = lines;
  for (const part of parts) {
    const cut = part.text.length > charsLeft ? charsLeft : lineEnd(part.text, linesLeft);
    if (cut < part.text.length || charsLeft === 0) {
      if (part.type === 'text')
        kept.push({ type: 'text', text: upTo(part.text, Math.min(cut, lineEnd(part.text, linesLeft))) });
      return kept;
    }
    kept.push(part);
    charsLeft -= part.text.length;
    linesLeft -= countOf(part.text, '\n');
  }
  return undefined;
}

/** Where the last of so many lines ends. */
function lineEnd(text: string, lines: number): number {
  let at = -1;
  for (let line = 0; line < lines; line++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return text.length;
  }
  return Math.max(at, 0);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Not inside of a character, and without blanks at its end. */
function upTo(text: string, length: number): string {
  const at = segmenter.segment(text).containing(length)?.index ?? text.length;
  return text.slice(0, at).trimEnd();
}
