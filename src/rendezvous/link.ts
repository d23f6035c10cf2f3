/**
 * The link that people pass on: `https://host/#<token>`, followed by a mark if it needs a password. The fragment never
 * reaches a server (RFC 9110, section 4.2.5).
 */
import { BeamError } from '../protocol/errors.ts';
import { isToken, type Token } from './token.ts';

/** Names the function that stretches the password (password.ts), so that another one can be added later. */
const PASSWORD_MARK = '.p1';

export interface Link {
  readonly token: Token;
  readonly hasPassword: boolean;
}

export const linkFragment = ({ token, hasPassword }: Link): string => `#${token}${hasPassword ? PASSWORD_MARK : ''}`;

/** `base`: the app's own address, whose fragment is replaced. */
export function shareLink(base: string, link: Link): string {
  const url = new URL('/', base);
  url.hash = linkFragment(link);
  return url.href;
}

/** Only this much of a pasted text or an address is read: enough for a long mail. */
const MAX_TEXT_CHARS = 64 * 1024;

/** More than the longest link, wrapped and marked up. It limits all work on one link. */
const MAX_LINK_CHARS = 512;

/** A chat, a mail program and a tracker can each percent-encode a link once more. This is the most that is undone. */
const MAX_ENCODINGS = 5;

/** Invisible characters that programs put into a long word so that it can wrap. They do not end a link. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;

/** A line break in the middle of a link: a soft break of mail (RFC 2045, section 6.7), or one in quoted text. */
const WRAPPED = / *=?\r?\n[> \t]*/gu;

/**
 * A run of fewer characters is not taken for a link that was cut: it can be another path of the app, or a plain word.
 */
const LEAST_CUT_CHARS = 16;

const TOKEN_CHARS = 22;

/** Why a text is not a link: it lost its end, or other characters that could belong to it are joined to it. */
type Fault = 'link-malformed' | 'link-long';

type Found = Link | Fault;

const isLink = (found: Found): found is Link => typeof found === 'object';

/** Sequences that are not UTF-8 become U+FFFD, which no link contains. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/giu, (encoded) => {
    const bytes = Uint8Array.from(encoded.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}

/** The text without percent-encoding, which may be applied MAX_ENCODINGS times. Work is linear in the length. */
function plain(text: string): string {
  let decoded = text.slice(0, MAX_TEXT_CHARS);
  for (let round = 0; round < MAX_ENCODINGS; round += 1) {
    const next = decodeOnce(decoded);
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

/**
 * The first run of base64url characters, and the rest of the text. Either the whole run is the token, or there is no
 * token.
 */
function firstRun(text: string): { readonly run: string; readonly rest: string } {
  const start = text.search(/[\w-]/);
  if (start < 0) return { run: '', rest: '' };
  const run = /^[\w-]+/.exec(text.slice(start))?.[0] ?? '';
  return { run, rest: text.slice(start + run.length) };
}

function readOnce(text: string): Found {
  const { run, rest } = firstRun(text);
  if (run.length > TOKEN_CHARS) return 'link-long';
  if (!isToken(run)) return 'link-malformed';
  if (/^\.p1[\w-]/.test(rest)) return 'link-long';
  const mark = /^\.p\d*(?![\w-])/.exec(rest)?.[0];
  if (mark !== undefined && mark !== PASSWORD_MARK) return 'link-malformed'; // cut, or of a newer app
  return { token: run, hasPassword: mark === PASSWORD_MARK };
}

/** The link at the beginning of a text. Characters before it that are not base64url are skipped. */
function read(text: string): Found {
  const start = text.search(/[\w-]/);
  if (start < 0) return 'link-malformed';
  const near = text.slice(start, start + MAX_LINK_CHARS);
  const found = readOnce(near);
  if (found !== 'link-malformed') return found;
  const lines = near.replace(INVISIBLE, '').split(WRAPPED);
  for (let joined = 1; joined <= lines.length; joined += 1) {
    const unwrapped = readOnce(`${lines.slice(0, joined).join('')}\n${lines.slice(joined).join('\n')}`);
    if (unwrapped !== 'link-malformed') return isLink(unwrapped) ? unwrapped : found;
  }
  return found;
}

/**
 * The link in `location.hash`. It accepts what messengers, mail programs and languages put before or after a link.
 * @throws BeamError `link-malformed`; `link-long` when a character follows, or precedes, that could belong to the token
 */
export function parseFragment(fragment: string): Link {
  const text = plain(fragment);
  const found = text.startsWith('#/sent/') ? 'link-malformed' : read(text);
  if (!isLink(found)) throw new BeamError(found);
  return found;
}

/**
 * The fragment of the link in an address, without anything around it. It also finds a token in the path, where the "#"
 * was lost or percent-encoded. Undefined if the address has no link, or if the text after its "#" is not a link: then
 * parseFragment says why.
 */
export function fragmentAsked({ pathname, hash }: Pick<URL, 'pathname' | 'hash'>): string | undefined {
  if (hash.length > 1) {
    const found = pathname === '/how' || hash.startsWith('#/sent/') ? 'link-malformed' : read(plain(hash));
    return isLink(found) ? linkFragment(found) : undefined;
  }
  const path = plain(pathname);
  const found = read(path);
  if (isLink(found)) return linkFragment(found);
  const { run } = firstRun(path);
  return run.length >= LEAST_CUT_CHARS ? `#${run}` : undefined;
}

/** Letters, digits and other characters of an address. Before a "#" they mean that it belongs to another site. */
const ADDRESS_END = /(?:[\p{L}\p{N}.\-?=&%]\/|[a-z\d.\-?=&%])$/iu;

/** For each place where `host` stands by itself: the text after its "#", or after its "/" if there is no "#". */
function* tailsOf(text: string, host: string): Generator<{ readonly tail: string; readonly isSure: boolean }> {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(host); at >= 0; at = lower.indexOf(host, at + host.length)) {
    if (/[a-z\d.-]/.test(lower[at - 1] ?? '')) continue;
    const behind = text.slice(at + host.length, at + host.length + 4 * MAX_LINK_CHARS);
    if (!/^[/?#＃]/u.test(behind)) continue;
    const hash = /^[^\s<>"'#＃]*[#＃]/u.exec(behind)?.[0];
    yield { tail: behind.slice(hash?.length ?? 1), isSure: hash !== undefined };
  }
}

/** The text with host names as browsers spell them: other letters than ASCII are encoded (Punycode). */
const withPlainHosts = (text: string): string =>
  text.replace(/https?:\/\/[^\s/?#<>"']+/giu, (origin) => (URL.canParse(origin) ? new URL(origin).origin : origin));

/**
 * The fragment of a link of this app in a pasted text. There may be a sentence, brackets, quotes or Markdown around the
 * link, it may be wrapped, and "https://" may be missing. If the only link is damaged, its fragment comes as it is, so
 * that parseFragment can say why. Undefined if there is no link.
 *
 * @param host of the app: links of other hosts do not count
 */
export function fragmentIn(text: string, host: string): string | undefined {
  const decoded = withPlainHosts(plain(text));
  let broken: string | undefined;
  for (const { tail, isSure } of tailsOf(decoded, host.toLowerCase())) {
    const sent = /^\/sent\/([\w-]{22})(?![\w-])/.exec(tail)?.[1];
    if (sent !== undefined && isSure) return sentFragment(sent);
    const found = read(tail);
    if (isLink(found)) return linkFragment(found);
    const { run } = firstRun(tail);
    if (run.length >= (isSure ? 1 : LEAST_CUT_CHARS)) broken ??= `#${run.slice(0, 2 * TOKEN_CHARS)}`;
  }
  return broken ?? bareFragment(decoded);
}

/** A token that stands alone, or after a "#" that belongs to no other address. */
function bareFragment(text: string): string | undefined {
  for (const { index } of text.matchAll(/[#＃]/gu)) {
    const found = ADDRESS_END.test(text.slice(Math.max(0, index - 2), index))
      ? 'link-malformed'
      : readOnce(text.slice(index + 1, index + 64));
    if (isLink(found)) return linkFragment(found);
  }
  const found = /^[^\w-]*[\w-]{22}(?:\.p1)?[^\w-]*$/.test(text) ? readOnce(text) : 'link-malformed';
  return isLink(found) ? linkFragment(found) : undefined;
}

/**
 * The address of a sender's own page, which works in the same browser only. It holds the room id, which the server
 * knows anyway.
 */
export const sentFragment = (roomId: string): string => `#/sent/${roomId}`;

/** The room id, or undefined if the fragment is of another kind. */
export const parseSentFragment = (fragment: string): string | undefined => /^#\/sent\/([\w-]{22})$/.exec(fragment)?.[1];
