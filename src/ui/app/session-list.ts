/** The sessions that this page holds. One is shown, and others may be at work behind it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { ReceiveSession } from '../../session/view/receive.ts';
import type { SendSession } from '../../session/view/send.ts';

export type Session = SendSession | ReceiveSession;

interface Held {
  readonly session: Session;
  readonly unwatch: AbortController;
}

export const isReceive = (session: Session): session is ReceiveSession => session.view.role === 'receiver';

/** Whether leaving the page would end something of this session: a live link, or a transfer. */
function isAlive({ view }: Session): boolean {
  if (view.role === 'receiver' || view.isBusy) return view.isBusy;
  return view.isOpen && view.note !== 'other-tab' && view.needs === undefined;
}

/** Renders its host again on each new view of any session. */
export class SessionList implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly held = new Map<string, Held>();

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  /** `key` is the history entry or the address by which the session is found again. */
  hold(key: string, session: Session): void {
    const unwatch = new AbortController();
    session.onChange(() => this.host.requestUpdate(), unwatch.signal);
    this.held.set(key, { session, unwatch });
  }

  get(key: string): Session | undefined {
    return this.held.get(key)?.session;
  }

  keyOf(session: Session): string | undefined {
    return [...this.held].find(([, held]) => held.session === session)?.[0];
  }

  /** Drops sessions that are neither shown nor alive. What arrived, and what was shared, stays stored. */
  tidy(shown: Session | undefined): void {
    for (const [key, { session, unwatch }] of this.held) {
      if (session === shown || isAlive(session)) continue;
      unwatch.abort();
      this.held.delete(key);
      session.leave();
    }
  }

  /** Sessions that are alive and not shown. */
  behind(shown: Session | undefined): readonly Session[] {
    return [...this.held.values()]
      .map(({ session }) => session)
      .filter((session) => session !== shown && isAlive(session));
  }

  get isBusy(): boolean {
    return [...this.held.values()].some(({ session }) => session.view.isBusy);
  }

  hostDisconnected(): void {
    for (const { unwatch } of this.held.values()) unwatch.abort();
  }
}
