import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

import type { UploadChoice } from '../../session/view/beamline.ts';
import type { RoomSession } from '../../session/view/room.ts';
import type { ReceiverView, SendSession, SendView } from '../../session/view/send.ts';
import '../connection/beam-connection.ts';
import './beam-link.ts';
import './beam-peer.ts';
import '../parts/beam-progress.ts';
import { beamSenderStyles } from './beam-sender.styles.ts';
import '../parts/beam-status.ts';
import { belowStyles } from './below.styles.ts';
import { emit } from '../app/events.ts';
import { formatPercent } from '../parts/format.ts';
import { leftOutOf, offeredFiles, offerPause, returnOf } from './offering.ts';
import { sharedStyles } from '../parts/shared.styles.ts';
import { amountText, countText } from '../strings/amount.ts';
import { currentLocale } from '../strings/locale.ts';
import { words } from '../strings/words.ts';
import { hasGone } from '../told/told-peer.ts';
import { toldSender } from '../told/told-sender.ts';
import type { Told } from '../told/told.ts';
import { NotesController } from './notes/notes-controller.ts';
import { RoomController } from './shares/room-controller.ts';
import { ViewController } from '../parts/view-controller.ts';

/** Nothing keeps this page from the room. */
const isJoined = ({ note, isOpen, needs }: SendView): boolean => note !== 'other-tab' && isOpen && needs === undefined;

/** Its connection tells how it goes, or why it could not be: not of one who is gone, as people go. */
const isConnectionOfUse = (receiver: ReceiverView): boolean =>
  receiver.status === 'failed' ? !hasGone(receiver) : receiver.connection.failure === undefined;

/** A share, as its sender sees it: the link, who has come, and how far they are. */
@customElement('beam-sender')
export class BeamSender extends LitElement {
  static override styles = [sharedStyles, belowStyles, beamSenderStyles];

  @property({ attribute: false }) session!: SendSession;

  @property({ attribute: false }) uploadChoice!: UploadChoice;

  /** Undefined until this page is in the room. */
  @property({ attribute: false }) room: RoomSession | undefined;

  private readonly around = new RoomController(this, () => this.room);

  private readonly notes = new NotesController(this);

  private isWatched = false;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.addController(new ViewController(this, () => this.session));
  }

  protected override willUpdate(): void {
    if (!isJoined(this.session.view)) return;
    this.notes.load(this.session);
    void import('./beam-terms.ts').catch(() => {});
  }

  /** Nobody looks at an element that is not shown, so its figures are not gathered. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.isWatched) this.watch(false);
  }

  override render() {
    const { view } = this.session;
    const isHere = view.note !== 'other-tab';
    const told = toldSender(view, { isBare: this.around.isBare });
    return html`
      <section class="stage">
        <h1 tabindex="-1">${told.heading}</h1>
        ${this.about(view)}
        ${view.isEmpty ? nothing : this.beam(told, view.percent)} ${this.state(told, view)} ${returnOf(this.session)}
        ${view.isOpen ? html`<beam-link .link=${view.link}></beam-link>` : nothing}
        ${told.next === 'share-more' ? this.nextShare(true) : nothing}
      </section>
      <div class="below">
        <div class="column main">${view.isEmpty ? nothing : this.files(view)} ${this.shares()}
          ${isJoined(view) ? this.notes.card() : nothing}</div>
        <div class="column side">${this.people(view, 'card people-first')} ${this.connections(view)}
          ${isJoined(view) ? this.terms(view) : nothing}</div>
      </div>
      ${isHere && (view.isOpen || view.isBusy) ? this.actions() : nothing}
    `;
  }

  private about({ isEmpty, isOpen, amount }: SendView) {
    if (!isEmpty) return html`<p class="quiet figures">${amountText(amount)}</p>`;
    return isOpen ? html`<p class="quiet">${this.around.purpose}</p>` : nothing;
  }

  private files(view: SendView) {
    return html`${offeredFiles(view, words.whatYouShare(), 'card')} ${leftOutOf(view, 'card')}`;
  }

  private terms({ terms, hasPassword }: SendView) {
    return html`<beam-terms class="card" .terms=${terms} .hasPassword=${hasPassword}
      .session=${this.session}>${this.around.options(terms, this.uploadChoice)}</beam-terms>`;
  }

  /** How much this browser sends is one of the link's options. */
  private shares() {
    return this.around.shares({ canAdd: true, helping: { choice: this.uploadChoice, isSwitchOnly: true } });
  }

  private beam({ light }: Told, percent: number | undefined) {
    return html`<beam-progress .light=${light} .percent=${percent} .label=${words.progress()} .from=${words.you()}
      .to=${words.them()}></beam-progress>`;
  }

  private state(told: Told, { percent }: SendView) {
    return html`<div class="state">
      <beam-status .line=${told} .percent=${percent}></beam-status>
      ${percent === undefined ? nothing : html`<p class="percent figures" aria-hidden="true">${formatPercent(percent, currentLocale())}</p>`}
    </div>`;
  }

  /** Those who look at the first share or take it, and others who are here. */
  private people(view: SendView, look: string) {
    const { receivers, amount } = view;
    const others = this.around.people.filter(
      ({ isHere, number }) => isHere && receivers.every((receiver) => receiver.number !== number),
    );
    if (receivers.length + others.length === 0)
      return isJoined(view) ? html`<div class=${`${look} to-come`} aria-hidden="true"></div>` : nothing;
    return html`<section class=${look}>
      <h2>${words.people()}</h2>
      <ul role="list" aria-label=${words.people()}>
        ${receivers.map(
          (receiver) =>
            html`<li>
              <beam-peer .receiver=${receiver} .amount=${amount} @beam-disconnect=${() => this.session.cancelReceiver(receiver.id)}></beam-peer>
            </li>`,
        )}
        ${others.map(({ number }) => html`<li class="other"><strong>${words.person(countText(number))}</strong></li>`)}
      </ul>
      ${this.around.gave(view)}
    </section>`;
  }

  /** The connections in use, or the last one that was in use. */
  private connections({ receivers }: SendView) {
    const inUse = receivers.filter(({ status }) => status !== 'done' && status !== 'failed');
    const here = this.around.people.filter(({ isHere }) => isHere);
    const last = receivers.findLast(isConnectionOfUse);
    const shown = inUse.length > 0 ? inUse : last === undefined ? here : [last];
    if (shown.length === 0) return nothing;
    const isAlone = Math.max(receivers.length, shown.length) === 1;
    const connections = shown.map(({ number, connection }) => ({
      name: isAlone ? undefined : words.person(countText(number)),
      view: connection,
    }));
    return html`<beam-connection
      class="card"
      .connections=${connections}
      @beam-watch=${({ detail }: CustomEvent<boolean>) => this.watch(detail)}
    ></beam-connection>`;
  }

  private watch(isWatched: boolean): void {
    this.isWatched = isWatched;
    this.session.lookClosely(isWatched);
  }

  private nextShare(isPrimary: boolean) {
    return html`<button class=${isPrimary ? 'button primary' : 'button'} type="button"
      @click=${() => emit(this, 'beam-home', undefined)}>
      ${words.shareMore()}
    </button>`;
  }

  private actions() {
    return html`<div class="actions">
      <div class="end">
        ${offerPause(this.session)}
        <button class="button" type="button" aria-describedby="cancel-hint"
          @click=${() => this.session.cancel()}>${words.cancelShare()}</button>
        <p class="quiet" id="cancel-hint">${words.cancelShareHint()}</p>
      </div>
      ${this.nextShare(false)}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'beam-sender': BeamSender;
  }
}
