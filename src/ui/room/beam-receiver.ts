import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { RelayChoice, UploadChoice } from '../../session/view/beamline.ts';
import type { ReceiveSession, ReceiveView } from '../../session/view/receive.ts';
import type { RoomSession } from '../../session/view/room.ts';
import '../connection/beam-connection.ts';
import '../parts/beam-progress.ts';
import { beamReceiverStyles } from './beam-receiver.styles.ts';
import '../connection/beam-relay-choice.ts';
import '../parts/beam-status.ts';
import './beam-paste.ts';
import { belowStyles } from './below.styles.ts';
import { ChoosingController } from './choice/choosing-controller.ts';
import { emit } from '../app/events.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { calmOf } from '../parts/calm.ts';
import { bytesText } from '../strings/amount.ts';
import { words } from '../strings/words.ts';
import { showsConnection } from '../told/shows-connection.ts';
import { toldReceiver } from '../told/told-receiver.ts';
import type { Told } from '../told/told.ts';
import { NotesController } from './notes/notes-controller.ts';
import type { Helping } from './shares/beam-shares.ts';
import { RoomController } from './shares/room-controller.ts';
import { figures, isAtWork, percentOf, takingActions } from './taking.ts';
import { takingStyles } from './taking.styles.ts';
import { ViewController } from '../parts/view-controller.ts';

/** A share, as its receiver sees it: what it is, one button, and how far it has come. */
@customElement('beam-receiver')
export class BeamReceiver extends LitElement {
  static override styles = [sharedStyles, belowStyles, takingStyles, beamReceiverStyles];

  @property({ attribute: false }) session!: ReceiveSession;

  @property({ attribute: false }) relayChoice!: RelayChoice;

  @property({ attribute: false }) uploadChoice!: UploadChoice;

  /** Undefined until this page is in the room. */
  @property({ attribute: false }) room: RoomSession | undefined;

  private readonly choosing = new ChoosingController(this, () => this.session);

  private readonly around = new RoomController(this, () => this.room);

  private readonly notes = new NotesController(this);

  private isWatched = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.session));
  }

  /** What is rarely told is loaded when it is. */
  protected override willUpdate(): void {
    const { names, amount, note, hasMore } = this.session.view;
    if (amount !== undefined) this.notes.load(this.session, calmOf(this.session));
    else if (note === 'nothing-yet' || hasMore) this.notes.load(this.session);
    if (names !== undefined) void import('./beam-names.ts').catch(() => {});
  }

  /** Nobody looks at what is not shown. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.isWatched) this.watch(false);
  }

  override render() {
    const { view } = this.session;
    const { amount, status, names, connection, isAddressTold, swarm } = view;
    const { isGiving, around } = this;
    const told = toldReceiver(view, { isGiving, isBare: around.isBare });
    const helping = swarm?.isAllowed === true ? undefined : { choice: this.uploadChoice, isSwitchOnly: false };
    return html`
      <section class="stage">
        <h1 tabindex="-1">${told.heading}</h1>
        <p class="quiet figures">${amount === undefined ? nothing : bytesText(amount.bytes)}</p>
        ${this.beam(told, view)} ${this.actions(told)}
        ${view.choices.length === 0 || status === 'done' || isAtWork(view) ? nothing : this.around.addressHint()}
      </section>
      <div class="below">
        <div class="column main">
          ${isGiving ? around.shares({ canAdd: false, helping }) : this.files(view)}
          ${around.swarm(swarm, this.uploadChoice)}
          ${names === undefined ? nothing : html`<beam-names class="card" .names=${names}></beam-names>`}
          ${isGiving ? nothing : this.shares(view, helping)} ${this.noteCard()}
        </div>
        <div class="column side">
          ${
            showsConnection(view)
              ? html`<beam-connection
                class="card"
                .connections=${[{ name: undefined, view: connection }]}
                @beam-watch=${({ detail }: CustomEvent<boolean>) => this.watch(detail)}
              ></beam-connection>`
              : nothing
          }
          ${this.people()}
          ${
            status === 'done' || status === 'saving'
              ? nothing
              : html`<beam-relay-choice .choice=${this.relayChoice} .isLate=${isAddressTold}></beam-relay-choice>`
          }
        </div>
      </div>
    `;
  }

  /** There is nothing to take, and a room to put something in. */
  private get isGiving(): boolean {
    const { amount, status } = this.session.view;
    return amount === undefined && status !== 'failed' && status !== 'stopped' && this.around.isShown;
  }

  /** What comes in calm has its place before, so that what is below it does not move. */
  private shares({ amount, status }: ReceiveView, helping: Helping | undefined) {
    const isComing = amount !== undefined && status !== 'failed' && !this.around.isShown;
    return isComing ? html`<div class="coming"></div>` : this.around.shares({ canAdd: true, helping });
  }

  private noteCard() {
    const isComing = this.session.view.amount !== undefined && this.notes.areComing;
    return isComing ? html`<div class="coming notes"></div>` : this.notes.card();
  }

  /** The place of the list is kept for it until it comes. */
  private files({ amount, status }: ReceiveView) {
    if (amount !== undefined) return this.choosing.files(words.files(), 'card');
    return status === 'failed' || status === 'stopped'
      ? nothing
      : html`<div class="card to-come" aria-hidden="true"></div>`;
  }

  /** As soon as anybody is there to be seen. */
  private people() {
    const { people } = this.around;
    return people.some(({ isHere }) => isHere) || people.length > 1 ? this.around.peopleCard() : nothing;
  }

  private beam(told: Told, view: ReceiveView) {
    const percent = percentOf(view);
    return html`
      <beam-progress
        .light=${told.light}
        .percent=${percent}
        .label=${words.progress()}
        .from=${this.isGiving ? words.you() : words.them()}
        .to=${this.isGiving ? words.them() : words.you()}
      ></beam-progress>
      <beam-status .line=${told} .percent=${percent}></beam-status>
      ${isAtWork(view) ? figures(view) : nothing}
    `;
  }

  private watch(isWatched: boolean): void {
    this.isWatched = isWatched;
    this.session.lookClosely(isWatched);
  }

  private actions({ next }: Told) {
    if (next === 'add-files') return this.around.add();
    if (next === 'paste-link') return html`<beam-paste></beam-paste>`;
    if (next === 'other-password')
      return html`<div class="actions choices">
        <button class="button" type="button" @click=${() => emit(this, 'beam-retry', undefined)}>${words.otherPassword()}</button>
      </div>`;
    return takingActions(this.session, next, this.choosing, { more: (classes) => this.ownShare(classes) });
  }

  private ownShare(classes: string) {
    return html`<button class=${classes} type="button" @click=${() => emit(this, 'beam-home', undefined)}>${words.shareYourOwn()}</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-receiver': BeamReceiver;
  }
}
