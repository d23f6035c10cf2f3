/**
 * What people here want of links between guests, and the part that sees to these links. A room of two has none of them:
 * that part is loaded when it is needed.
 */
import type { GuestActs, GuestLinks } from './guest-links.ts';
import type { Membering } from './membership.ts';

export interface GuestWishes {
  /** This peer takes part: it fetches, writes, or has files of its own. */
  readonly hasTakenPart: boolean;
  /** It is to have a link with the host and with nobody else. */
  readonly isOnlyHost: boolean;
  /** The host's, for all guests of its room. */
  readonly isAllowed: boolean;
}

export class LazyGuests {
  wishes: GuestWishes = { hasTakenPart: false, isOnlyHost: false, isAllowed: true };
  loaded: GuestLinks | undefined;
  private loading: Promise<GuestLinks | undefined> | undefined;

  private readonly own: () => Membering;
  private readonly acts: GuestActs;

  constructor(own: () => Membering, acts: GuestActs) {
    this.own = own;
    this.acts = acts;
  }

  /** Undefined when it cannot be loaded: guests do not link then. */
  load(): Promise<GuestLinks | undefined> {
    this.loading ??= import('./guest-links.ts').then(
      ({ GuestLinks }) => {
        this.loaded = new GuestLinks(this.own(), this.acts);
        if (!this.own().signal.aborted) this.loaded.gotWish();
        return this.loaded;
      },
      () => (this.loading = undefined), // the next time may do better
    );
    return this.loading;
  }

  wish(wish: Partial<GuestWishes>): void {
    this.wishes = { ...this.wishes, ...wish };
    if (this.loaded === undefined) void this.load();
    else this.loaded.gotWish();
  }
}
