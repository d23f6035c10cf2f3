/** The room around a session: asked for once, when the page is in it. Loaded when there is a session. */
import type { RoomSession } from '../../session/view/room.ts';
import { calmOf } from '../parts/calm.ts';
import { isReceive, type Session } from './session-list.ts';

/** Whether this page is in the room, so that there may be more in it than the share that the page is about. */
function isInRoom({ view }: Session): boolean {
  if (view.note === 'other-tab') return false;
  if (view.role === 'receiver') return view.amount !== undefined || view.note === 'nothing-yet' || view.hasMore;
  return view.isOpen && view.needs === undefined;
}

/** The room is asked for beside a list in calm; at once where it is all that there is. */
async function roomOf(session: Session): Promise<RoomSession> {
  if (isReceive(session) && session.view.amount !== undefined) await calmOf(session);
  return session.room();
}

export class RoomWatch {
  /** Undefined until the page is in it. */
  room: RoomSession | undefined;
  private isAsked = false;
  private readonly session: Session;
  private readonly changed: () => void;
  private readonly signal: AbortSignal;

  /** @param changed called when there is a room, and on each new view of it; until the signal aborts */
  constructor(session: Session, changed: () => void, signal: AbortSignal) {
    this.session = session;
    this.changed = changed;
    this.signal = signal;
    session.onChange(() => this.ask(), signal);
    this.ask();
  }

  /** Closing the page would interrupt something of it. */
  get isBusy(): boolean {
    return this.room?.view.isBusy === true;
  }

  /** Others can take a share that this person has added. */
  get isOffering(): boolean {
    return this.room?.view.added.some(({ session }) => session.view.isOpen) === true;
  }

  private ask(): void {
    if (this.isAsked || !isInRoom(this.session)) return;
    this.isAsked = true;
    roomOf(this.session).then(
      (room) => {
        if (this.signal.aborted) return;
        this.room = room;
        room.onChange(this.changed, this.signal);
        this.changed();
      },
      () => {}, // the first share is there without it
    );
  }
}
