/** What else is in the room, beside the share that the page is about: its part of the page comes when there is a room. */
import { nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';

import type { PersonView, RoomSession } from '../../../session/view/room.ts';
import { ViewController } from '../../parts/view-controller.ts';
import type { StatusLine } from '../../strings/status.ts';
import type * as Parts from './room-parts.ts';

export class RoomController implements ReactiveController {
  private parts: typeof Parts | undefined;
  private isAsked = false;
  private readonly host: ReactiveControllerHost;
  private readonly roomOfHost: () => RoomSession | undefined;

  /** @param roomOfHost asked before each render */
  constructor(host: ReactiveControllerHost, roomOfHost: () => RoomSession | undefined) {
    this.host = host;
    this.roomOfHost = roomOfHost;
    host.addController(this);
    host.addController(new ViewController(host, roomOfHost));
  }

  hostUpdate(): void {
    if (this.isAsked || this.roomOfHost() === undefined) return;
    this.isAsked = true;
    import('./room-parts.ts').then(
      (parts) => {
        this.parts = parts;
        this.host.requestUpdate();
      },
      () => {}, // the first share is there without it
    );
  }

  /** Undefined until there is a room, and what shows it. */
  private get shown(): { parts: typeof Parts; room: RoomSession } | undefined {
    const room = this.roomOfHost();
    return room === undefined || this.parts === undefined ? undefined : { parts: this.parts, room };
  }

  get isShown(): boolean {
    return this.shown !== undefined;
  }

  get people(): readonly PersonView[] {
    return this.roomOfHost()?.view.people ?? [];
  }

  /** Texts of a link that asks for files: undefined until they are here. */
  get texts(): ReturnType<typeof Parts.askingTexts> | undefined {
    return this.shown?.parts.askingTexts();
  }

  /** Of a share page without a share of its own: what there is, is further down on it. */
  lineOf(line: StatusLine): StatusLine {
    const { parts, room } = this.shown ?? {};
    if (parts === undefined || room === undefined || line.status !== 'ready') return line;
    const isBare = room.view.given.length + room.view.added.length === 0;
    return isBare ? line : { ...line, rest: parts.askingTexts().below };
  }

  /** Shares of others and of this person. @param canAdd with the buttons to add more, which may stand elsewhere */
  shares({ canAdd }: { canAdd: boolean }) {
    return this.shown?.parts.sharesIn(this.shown.room, canAdd) ?? nothing;
  }

  /** Whether guests may connect with each other, for the host. */
  guests() {
    return this.shown?.parts.guestsIn(this.shown.room) ?? nothing;
  }

  /** The one thing to do on the page. */
  add() {
    return this.shown?.parts.addTo(this.shown.room) ?? nothing;
  }

  /** Who is here, for a guest. */
  peopleCard() {
    return this.shown?.parts.peopleIn(this.shown.room.view) ?? nothing;
  }
}
