/**
 * The link that people pass on: `https://host/#<token>`, with a mark behind it when it wants a password. The fragment
 * never reaches a server (RFC 9110, section 4.2.5).
 */
import { BeamError } from '../protocol/errors.ts';
import { isToken, type Token } from './token.ts';

/** Says which function stretches the password (password.ts), so that there may be another one day. */
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

/** Of a pasted text, or of an address, no more is looked at: a page of a mail, not a book. */
const MAX_TEXT_CHARS = 64 * 1024;

/** More than the longest link, wrapped and marked up. Whatever is done with it is bounded by that. */
const MAX_LINK_CHARS = 512;

/** A link that went through a chat, a mail and a tracker has been percent-encoded that often, at most. */
const MAX_ENCODINGS = 5;

/** What a program puts into a long word so that it can be wrapped: it cannot be seen, and is no end of a link. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;

/** A line that was wrapped in the middle of a link: with the soft break of mail (RFC 2045, section 6.7), or quoted. */
const WRAPPED = / *=?\r?\n[> \t]*/gu;

/**
 * Of fewer characters than this it is some other path of the app's, or no part of a link that could be told from a
 * word.
 */
const LEAST_CUT_CHARS = 16;

const TOKEN_CHARS = 22;

/** Why there is no link: it lost its end, or something is stuck to it that could be a part of it. */
type Fault = 'link-malformed' | 'link-long';

type Found = Link | Fault;

const isLink = (found: Found): found is Link => typeof found === 'object';

/** Sequences that are broken or cut become U+FFFD, which is in no link. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/giu, (encoded) => {
    const bytes = Uint8Array.from(encoded.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}

/** Without percent-encoding, however often it was applied. Work grows with the length alone. */
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
 * The first run of base64url characters: all of them together are the token, or there is none. What follows is not
 * ours.
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

/** The link at the beginning of a text, behind what is no base64url character. */
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
 * The link in `location.hash`, with anything around it: what messengers, mail programs and languages put before or
 * behind a link.
 * @throws BeamError `link-malformed`; `link-long` when a character follows, or precedes, that could belong to the token
 */
export function parseFragment(fragment: string): Link {
  const text = plain(fragment);
  const found = text.startsWith('#/sent/') ? 'link-malformed' : read(text);
  if (!isLink(found)) throw new BeamError(found);
  return found;
}

/**
 * The fragment of the link that an address asks for, tidy; also where the "#" was lost or percent-encoded, and the
 * token stands in the path. Undefined for an address without a link, and for a "#" with something that is none: that is
 * told where it is opened.
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

/** Letters, digits and what stands inside of an address: in front of a "#" they make it one of some other site. */
const ADDRESS_END = /(?:[\p{L}\p{N}.\-?=&%]\/|[a-z\d.\-?=&%])$/iu;

/** Behind `host`, as often as it stands there by itself: what follows its "#", or its "/" where there is no "#". */
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

/** With the names of hosts as browsers spell them: those in other letters are encoded. */
const withPlainHosts = (text: string): string =>
  text.replace(/https?:\/\/[^\s/?#<>"']+/giu, (origin) => (URL.canParse(origin) ? new URL(origin).origin : origin));

/**
 * The fragment of a link of this app in a text that was pasted: a sentence around it, brackets, quotes, Markdown,
 * without "https://", wrapped. Where the only one is no good, its fragment as it is, so that it can be told why;
 * undefined without any.
 *
 * @param host of the app: links of others are none
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

/** By itself, or behind a "#" that belongs to no other address. */
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
 * Where a sender's own page is found again, in the same browser only. It says nothing that the server does not know.
 */
export const sentFragment = (roomId: string): string => `#/sent/${roomId}`;

/** The room id, or undefined when it is another kind of fragment. */
export const parseSentFragment = (fragment: string): string | undefined => /^#\/sent\/([\w-]{22})$/.exec(fragment)?.[1];
