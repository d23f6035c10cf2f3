/** The link that people pass on: `https://host/#<token>`, with a mark behind it when it wants a password. The fragment never reaches a server (RFC 9110, section 4.2.5). */
import { BeamError } from '../protocol/errors.ts';
import { parseToken, type Token } from './token.ts';

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

/** A link and what a messenger may add to it. Longer ones are not looked at: the work below grows with the square. */
const MAX_FRAGMENT_CHARS = 256;

/**
 * The link in `location.hash`. Messengers and mail programs add what follows a link, so trailing punctuation is cut.
 * @throws BeamError `link-malformed`
 */
export function parseFragment(fragment: string): Link {
  if (fragment.length > MAX_FRAGMENT_CHARS) throw new BeamError('link-malformed');
  const text = fragment.replace(/^#/, '').replace(/[.,;:!?)\]}>'"…。，、]+$/u, '');
  const hasPassword = text.endsWith(PASSWORD_MARK);
  const token = parseToken(hasPassword ? text.slice(0, -PASSWORD_MARK.length) : text);
  if (token === undefined) throw new BeamError('link-malformed');
  return { token, hasPassword };
}

/** Where a sender's own page is found again, in the same browser only. It says nothing that the server does not know. */
export const sentFragment = (roomId: string): string => `#/sent/${roomId}`;

/** The room id, or undefined when it is another kind of fragment. */
export const parseSentFragment = (fragment: string): string | undefined => /^#\/sent\/([\w-]{22})$/.exec(fragment)?.[1];
