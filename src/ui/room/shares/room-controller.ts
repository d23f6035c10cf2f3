/** What else is in the room, beside the share that the page is about: its part of the page comes when there is a room. */
import { nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';

import type { UploadChoice } from '../../../session/view/beamline.ts';
import type { SwarmView } from '../../../session/view/receive.ts';
import type { PersonView, RoomSession } from '../../../session/view/room.ts';
import type { OfferedView, TermsView } from '../../../session/view/send.ts';
import { ViewController } from '../../parts/view-controller.ts';
import type { Helping } from './beam-shares.ts';
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

  /** What a link that asks for files is for: undefined until the text is here. */
  get purpose(): string | undefined {
    return this.shown?.parts.purpose();
  }

  /** Nothing is in it but the share that the page is about. */
  get isBare(): boolean {
    const { given, added } = this.shown?.room.view ?? { given: [], added: [] };
    return given.length + added.length === 0;
  }

  /**
   * Shares of others and of this person.
   * @param canAdd with the buttons to add more, which may stand elsewhere
   * @param helping whether this browser passes them on: undefined where that stands elsewhere
   */
  shares({ canAdd, helping }: { canAdd: boolean; helping: Helping | undefined }) {
    return this.shown?.parts.sharesIn(this.shown.room, canAdd, helping) ?? nothing;
  }

  /** Of the link, for the host: who may connect with whom, and how much this browser sends. */
  options(terms: TermsView, choice: UploadChoice) {
    return this.shown?.parts.optionsIn(this.shown.room, terms, choice) ?? nothing;
  }

  /** A share that its receivers pass on to each other, for one of them. */
  swarm(swarm: SwarmView | undefined, choice: UploadChoice) {
    return (swarm && this.shown?.parts.swarmIn(swarm, choice)) ?? nothing;
  }

  /** The same, for its sender. */
  gave(view: OfferedView) {
    return this.shown?.parts.gaveIn(view) ?? nothing;
  }

  /** Who sees the address of one who takes the share. */
  addressHint() {
    return this.shown?.parts.addressHintIn(this.shown.room.view) ?? nothing;
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
