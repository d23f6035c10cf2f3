/** What the page shows, and what the address asks it to show. */
import type { BeamError } from '../../protocol/errors.ts';
import type { Session } from './session-list.ts';

/** In words, in the language of the page. */
export type Refusal = () => string;

export type Place =
  | {
      readonly type: 'home';
      /** Files are being read, or a room with nothing in it is being opened. */
      readonly doing: 'gathering' | 'opening' | undefined;
      readonly error: BeamError | undefined;
      /** Why a text cannot be the first note of a room. */
      readonly refusal?: Refusal | undefined;
    }
  | { readonly type: 'session'; readonly session: Session }
  /** `session` is what "How it works" was opened from. It goes on as if it were shown. */
  | { readonly type: 'how'; readonly session: Session | undefined }
  /** What the address asks for is being opened. */
  | { readonly type: 'opening' }
  /** The link in the address needs a password. */
  | { readonly type: 'locked'; readonly fragment: string }
  /** The link in the address was opened inside of another app. */
  | { readonly type: 'enclosed' }
  | { readonly type: 'broken'; readonly error: BeamError; readonly session?: Session | undefined };

export const HOME = { type: 'home', doing: undefined, error: undefined } as const satisfies Place;

export const HOW_PATH = '/how';

/** The session that must not end while this place is shown. */
export const sessionOf = (place: Place): Session | undefined => ('session' in place ? place.session : undefined);

/** `fragment` is that of a link, or of this browser's own share, which no other browser knows. */
export type Asked =
  | { readonly type: 'home' }
  | { readonly type: 'how' }
  | { readonly type: 'share' | 'link'; readonly fragment: string };

export function askedBy({ pathname, hash }: Pick<Location, 'pathname' | 'hash'>): Asked {
  if (pathname === HOW_PATH) return { type: 'how' };
  if (hash.length <= 1) return { type: 'home' };
  return { type: hash.startsWith('#/sent/') ? 'share' : 'link', fragment: hash };
}

/**
 * Both make a new history entry, so that Back does not leave the page and end a share. The token of an own share stays
 * out of the address.
 */
export const toLink = (fragment: string): void => history.pushState(null, '', `/${fragment}`);

export const toHow = (): void => history.pushState({ isFromHere: true }, '', HOW_PATH);

/** Changes the address too, because a reload would open a link that is still in it. */
export function toHome(): void {
  if (askedBy(location).type !== 'home') history.pushState(null, '', '/');
}

/** Whether the history has an entry of this page to go back to. */
export const canGoBack = (): boolean => (history.state as { isFromHere?: true } | null)?.isFromHere === true;
