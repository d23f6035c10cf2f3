/** The link that people pass on: `https://host/#<token>`. The fragment never reaches a server (RFC 9110, section 4.2.5). */
import { BeamError } from '../protocol/errors.ts';
import { parseToken, type Token } from './token.ts';

/** `base`: the app's own address, whose fragment is replaced. */
export function shareLink(base: string, token: Token): string {
  const url = new URL('/', base);
  url.hash = token;
  return url.href;
}

/**
 * The token in `location.hash`. Messengers and mail programs add what follows a link, so trailing punctuation is cut.
 * @throws BeamError `link-malformed`
 */
export function parseFragment(fragment: string): Token {
  const text = fragment.replace(/^#/, '').replace(/[.,;:!?)\]}>'"…。，、]+$/u, '');
  const token = parseToken(text);
  if (token === undefined) throw new BeamError('link-malformed');
  return token;
}
