/** The sessions that this page holds. One is shown, and others may be at work behind it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { ReceiveSession } from '../../session/view/receive.ts';
import type { RoomSession } from '../../session/view/room.ts';
import type { SendSession } from '../../session/view/send.ts';
import type { RoomWatch } from './room-watch.ts';

export type Session = SendSession | ReceiveSession;

interface Held {
  readonly session: Session;
  readonly unwatch: AbortController;
  /** The room around it. Undefined until its part of the page is loaded. */
  around?: RoomWatch;
}

export const isReceive = (session: Session): session is ReceiveSession => session.view.role === 'receiver';

const isBusy = ({ session, around }: Held): boolean => session.view.isBusy || around?.isBusy === true;

/** Whether leaving the page would end something: a live link, a transfer, a share that others can still take. */
function isAlive(held: Held): boolean {
  const { view } = held.session;
  if (isBusy(held) || held.around?.isOffering === true) return true;
  return view.role === 'sender' && view.isOpen && view.note !== 'other-tab' && view.needs === undefined;
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
    const held: Held = { session, unwatch: new AbortController() };
    const { signal } = held.unwatch;
    const changed = () => this.host.requestUpdate();
    session.onChange(changed, signal);
    this.held.set(key, held);
    import('./room-watch.ts').then(
      ({ RoomWatch }) => (held.around = new RoomWatch(session, changed, signal)),
      () => {}, // the first share is there without it
    );
  }

  get(key: string): Session | undefined {
    return this.held.get(key)?.session;
  }

  keyOf(session: Session): string | undefined {
    return [...this.held].find(([, held]) => held.session === session)?.[0];
  }

  /** Undefined until the page is in the room, and where that part of the page could not be loaded. */
  roomOf(session: Session): RoomSession | undefined {
    return [...this.held.values()].find((held) => held.session === session)?.around?.room;
  }

  /** Drops sessions that are neither shown nor alive. What arrived, and what was shared, stays stored. */
  tidy(shown: Session | undefined): void {
    for (const [key, held] of this.held) {
      const { session, unwatch } = held;
      if (session === shown || isAlive(held)) continue;
      unwatch.abort();
      this.held.delete(key);
      session.leave();
    }
  }

  /** Sessions that are alive and not shown. */
  behind(shown: Session | undefined): readonly Session[] {
    return [...this.held.values()]
      .filter((held) => held.session !== shown && isAlive(held))
      .map(({ session }) => session);
  }

  get isBusy(): boolean {
    return [...this.held.values()].some(isBusy);
  }

  hostDisconnected(): void {
    for (const { unwatch } of this.held.values()) unwatch.abort();
  }
}
