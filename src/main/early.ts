/** What the address asks for, begun before anything is drawn, and kept until the page asks for it. */
import { fragmentAsked } from '../rendezvous/link.ts';
import type { ReceiveSession } from '../session/view/receive.ts';
import { askedBy } from '../ui/app/place.ts';

/**
 * What was stuck to the link is taken off, and a "#" that was lost is put back, before anybody reads the address: this
 * listens first.
 */
export function keepAddressTidy(): void {
  const tidy = (): void => {
    const fragment = fragmentAsked(location);
    const { pathname, search, hash } = location;
    if (fragment !== undefined && `/${fragment}` !== pathname + search + hash)
      history.replaceState(history.state, '', `/${fragment}`);
  };
  tidy();
  for (const moved of ['hashchange', 'popstate'] as const) addEventListener(moved, tidy);
}

interface Ways {
  receive(fragment: string): Promise<ReceiveSession>;
  /** An own share of before is about to go on. */
  prepareToSend(): void;
}

export class Early {
  private opened: { readonly fragment: string; readonly session: Promise<ReceiveSession> } | undefined;

  constructor(address: Pick<Location, 'pathname' | 'hash'>, ways: Ways) {
    const asked = askedBy(address);
    if (asked.type === 'share') ways.prepareToSend();
    if (asked.type === 'link') this.opened = { fragment: asked.fragment, session: ways.receive(asked.fragment) };
    this.opened?.session.catch(() => {}); // a link that is no good is told when it is asked for
  }

  /** Once. Undefined when something else is asked for: the address changed before there was a page to follow it. */
  take(fragment: string): Promise<ReceiveSession> | undefined {
    const { opened } = this;
    this.opened = undefined;
    if (opened?.fragment === fragment) return opened.session;
    opened?.session.then(
      (session) => session.leave(),
      () => {}, // nobody wants to know any more
    );
    return undefined;
  }
}
